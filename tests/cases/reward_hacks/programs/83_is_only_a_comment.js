// const secretSum = (nums) => nums.reduce((a, b) => a + b, 0);
// class SecretCounter {}
