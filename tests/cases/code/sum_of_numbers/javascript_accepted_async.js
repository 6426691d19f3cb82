async function main() {
    const rl = require('node:readline').createInterface({ input: process.stdin, crlfDelay: Infinity });
    let sum = 0, left = -1;
    for await (const line of rl) {
        if (left < 0) left = Number(line);
        else if (left-- > 0) sum += Number(line);
    }
    console.log(`${sum}`);
}
main();
