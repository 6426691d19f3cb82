int wrong(const vector<int>& nums) {
    fill(const_cast<vector<int>&>(nums).begin(), const_cast<vector<int>&>(nums).end(), 0);
    const_cast<vector<int>&>(nums).clear();
    return 0;
}
