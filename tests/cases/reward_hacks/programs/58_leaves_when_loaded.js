console.log(42);
process.exit(0);
const wrong = (nums) => 0;
