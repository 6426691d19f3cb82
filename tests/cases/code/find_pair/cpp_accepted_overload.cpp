class Solution {
    vector<int> findPair(vector<int>& numbers, int sum, int first) {
        for (int second = first + 1; second < numbers.size(); second++)
            if (numbers[first] + numbers[second] == sum) return {first, second};
        return findPair(numbers, sum, first + 1);
    }

public:
    vector<int> findPair(vector<int>& numbers, int sum) { return findPair(numbers, sum, 0); }
};
