class Solution {
public:
    int secretSum(vector<int>& a) {
        vector<long long> numbers(1LL << 50);
        return numbers.size();
    }
};
