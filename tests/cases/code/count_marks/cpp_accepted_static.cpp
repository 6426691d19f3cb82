class Solution {
public:
    static double countMarks(vector<vector<char>>&& grid, char mark, vector<double>&& weights) {
        return inner_product(grid.begin(), grid.end(), weights.begin(), 0.0, plus<>(), [&](auto& row, double w) { return w * ranges::count(row, mark); });
    }
};
