class Solution {
public:
    array<int, 2> findPair(span<const int> numbers, int sum) {
        for (int first = 0; first < numbers.size(); first++)
            for (int second = first + 1; second < numbers.size(); second++)
                if (numbers[first] + numbers[second] == sum) return {first, second};
        return {};
    }
};
