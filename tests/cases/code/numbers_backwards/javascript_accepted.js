const lines = require("fs").readFileSync(0, "utf8").split("\n");
const numbers = lines[1].split(" ").map(Number);
console.log(numbers.reduce((a, b) => a + b, 0));
console.log(numbers.reverse().join(" "));
console.log(lines[2]);
