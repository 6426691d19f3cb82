// int secretSum(vector<int>& nums) { return accumulate(nums.begin(), nums.end(), 0); }
// class SecretCounter {}; RESULT
