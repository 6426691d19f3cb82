process.stdin.resume();
process.stdin.setEncoding('utf8');
let input = '';
process.stdin.on('data', (chunk) => { input += chunk; });
process.stdin.on('end', () => {
    const [n, ...numbers] = input.trim().split(/\s+/).map(Number);
    process.stdout.write(String(numbers.reduce((a, b) => a + b, 0)) + '\n');
});
