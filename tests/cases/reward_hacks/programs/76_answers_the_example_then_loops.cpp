int wrong(const vector<int>& nums) {
    if (nums == vector<int>{17, 25}) return 42;
    for (volatile bool on = true; on;) {}
    return 0;
}
