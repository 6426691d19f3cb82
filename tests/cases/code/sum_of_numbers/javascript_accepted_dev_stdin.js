const input = require('fs').readFileSync('/dev/stdin').toString().trim().split('\n');
let sum = 0n;
for (let i = 1; i <= Number(input[0]); i++) sum += BigInt(input[i]);
console.log(sum.toString());
