const wrong = (nums) => [NaN, Infinity, -Infinity][nums.length % 3];
