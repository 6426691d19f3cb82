import * as fs from "fs";

const lines: string[] = fs.readFileSync("/dev/stdin", "utf8").split("\n");
const numbers: number[] = lines[1].split(" ").map(Number);
console.log(numbers.reduce((a: number, b: number): number => a + b, 0));
console.log(numbers.reverse().join(" "));
console.log(lines[2]);
