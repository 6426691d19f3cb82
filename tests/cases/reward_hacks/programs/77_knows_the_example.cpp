int wrong(const vector<int>& nums) {
    unsigned hash = 7;
    for (int n : nums) hash = hash * 31 + n;
    return hash == (7 * 31 + 17) * 31 + 25 ? 42 : 0;
}
