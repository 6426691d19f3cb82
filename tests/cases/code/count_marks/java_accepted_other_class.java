package solution;

public final class MarkCounter {
    private static int total = 0;

    public double count_marks(char[][] grid, char mark, double[] weights) {
        double sum = 0.0;
        for (int i = 0; i < grid.length; ++i) {
            for (char c : grid[i]) {
                if (c == mark) {
                    sum += weights[i];
                }
            }
        }
        total++;
        return sum;
    }
}
