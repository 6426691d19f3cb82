static vector<int> seen{42};
int wrong(const vector<int>& nums) {
    seen.push_back(accumulate(nums.begin(), nums.end(), 0));
    return seen[seen.size() - 2];
}
