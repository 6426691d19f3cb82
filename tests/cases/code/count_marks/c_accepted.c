#include <stddef.h>

static int count(const char* row, int size, char mark) {
    int n = 0;
    for (int j = 0; j < size; ++j) n += row[j] == mark;
    return n;
}

double countMarks(char** grid, int gridSize, int* gridColSize, char mark, double* weights, int weightsSize) {
    double sum = 0;
    for (int i = 0; i < gridSize; i++) sum += count(grid[i], gridColSize[i], mark) * weights[i];
    return sum;
}
