import * as fs from 'fs';

const [n, ...numbers]: number[] = fs.readFileSync(0, 'utf8').trim().split(/\s+/).map(Number);
const total: number = numbers.slice(0, n).reduce((a: number, b: number): number => a + b, 0);
console.log(total);
