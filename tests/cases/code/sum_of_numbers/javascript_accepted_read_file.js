const fs = require('fs');
const [n, ...numbers] = fs.readFileSync(0, 'utf8').split(/\s+/).filter(Boolean).map(Number);
console.log(numbers.slice(0, n).reduce((a, b) => a + b, 0));
