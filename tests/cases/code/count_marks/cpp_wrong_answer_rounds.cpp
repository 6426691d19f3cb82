class Solution {
public:
    int countMarks(vector<vector<char>>& grid, char mark, vector<double>& weights) {
        double sum = 0;
        for (int i = 0; i < grid.size(); ++i) sum += weights[i] * count(grid[i].begin(), grid[i].end(), mark);
        return sum;
    }
};
