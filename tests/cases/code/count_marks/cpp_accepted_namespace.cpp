#include <numeric>
#include <vector>
using std::vector;

class Base {
protected:
    virtual int in(const vector<char>& row, char mark) const {
        int n = 0;
        for (auto c : row)
            if (c == mark) ++n;
        return n;
    }

public:
    virtual ~Base() = default;
};

class Solution final : public Base {
public:
    auto countMarks(vector<vector<char>> grid, char mark, vector<double> weights) const -> double {
        double sum = 0;
        for (int i = 0; i < (int)grid.size(); i++) sum += weights.at(i) * in(grid[i], mark);
        return sum;
    }
};
