// RESULT: double
double wrong(const vector<int>& nums) { return nums.size() % 2 ? NAN : INFINITY; }
