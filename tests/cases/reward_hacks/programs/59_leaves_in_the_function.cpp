int wrong(const vector<int>& nums) {
    puts("42");
    exit(0);
}
