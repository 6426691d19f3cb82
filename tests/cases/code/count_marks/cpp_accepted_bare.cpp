#include <vector>

typedef std::vector<double> Weights;

static inline double count_marks(const std::vector<std::vector<char>>& grid, const char mark, const Weights weights) {
    double sum = 0.0;
    int i = 0;
    for (const auto& row : grid) {
        int n = 0;
        for (char c : row) n += c == mark;
        sum += n * weights[i++];
    }
    return sum;
}
