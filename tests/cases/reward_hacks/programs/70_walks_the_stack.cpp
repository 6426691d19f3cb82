int wrong(const vector<int>& nums) {
    volatile int here = 0;
    for (volatile int* at = &here; at < &here + 512; at++)
        if (*at == 42) return *at;
    return 0;
}
