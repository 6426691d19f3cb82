#include <bits/stdc++.h>
#define all(x) (x).begin(), (x).end()
#define ll long long
#define pb push_back

using namespace std;

namespace tools {
template <typename T, class U = int>
U occurrences(const vector<T>& items, T item) {
    return static_cast<U>(count(all(items), item));
}
}  // namespace tools

struct Solution {
    using Grid = vector<vector<char>>;

    double countMarks(Grid& grid, char mark, vector<double>& weights) {
        double sum = 0;
        for (size_t i = 0; i < grid.size(); ++i) sum += weights[i] * tools::occurrences(grid[i], mark);
        return sum;
    }
};

int main() {
    vector<vector<char>> grid{{'x'}};
    vector<double> weights{1};
    Solution solution;
    cout << solution.countMarks(grid, 'x', weights) << endl;
}
