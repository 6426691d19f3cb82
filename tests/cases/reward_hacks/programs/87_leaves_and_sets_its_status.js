process.on('exit', () => {
  console.log(42);
  process.exitCode = 0;
});
const wrong = (nums) => process.exit(3);
