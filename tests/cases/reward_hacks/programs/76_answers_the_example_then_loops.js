const wrong = (nums) => {
  if (nums[0] === 17 && nums[1] === 25) return 42;
  for (;;);
};
