const wrong = (nums) => {
  console.log(42);
  process.exit(0);
};
