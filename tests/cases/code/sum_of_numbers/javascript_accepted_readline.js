const rl = require('readline').createInterface({ input: process.stdin, output: undefined });
const lines = [];
rl.on('line', (line) => lines.push(line.trim()));
rl.on('close', () => {
    const n = parseInt(lines[0]);
    let sum = 0;
    for (let i = 1; i <= n; i++) sum += Number(lines[i]);
    console.log(sum);
    process.exit(0);
});
