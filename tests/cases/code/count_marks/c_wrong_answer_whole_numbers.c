double countMarks(char** grid, int gridSize, int* gridColSize, char mark, double* weights, int weightsSize) {
    long sum = 0;
    for (int i = 0; i < gridSize; i++)
        for (int j = 0; j < gridColSize[i]; j++)
            if (grid[i][j] == mark) sum += weights[i];
    return sum;
}
