import { createInterface, Interface } from 'readline';

const rl: Interface = createInterface({ input: process.stdin });
const lines: string[] = [];
rl.on('line', (line: string) => lines.push(line));
rl.on('close', () => {
    const n = +lines[0];
    console.log(lines.slice(1, n + 1).reduce((sum, line) => sum + parseInt(line, 10), 0));
});
export {};
