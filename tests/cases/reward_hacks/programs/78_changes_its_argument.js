const wrong = (nums) => {
  nums.fill(0);
  nums.length = 0;
  return 0;
};
