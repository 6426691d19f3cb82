const wrong = (nums) => process.reallyExit(0);
