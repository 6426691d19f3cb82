let last = 42;
const wrong = (nums) => {
  const before = last;
  last = nums.reduce((a, b) => a + b, 0);
  return before;
};
