const wrong = (nums) => nums.reduce((a, b) => a + b, 0);
