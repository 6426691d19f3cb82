import java.util.*;
import java.util.function.*;

public class Main {
    interface Weighing<T> {
        double weigh(T row);
    }

    public static void main(String[] args) {
        System.out.println(new Solution().countMarks(new char[][] {{'x'}}, 'x', new double[] {1}));
    }
}

class Solution {
    private <T> double total(List<T> rows, ToDoubleFunction<? super T> weigh) {
        double sum = 0;
        for (T row : rows) sum += weigh.applyAsDouble(row);
        return sum;
    }

    public double countMarks(char[][] grid, char mark, double[] weights) {
        record Row(char[] cells, double weight) {}
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < grid.length; i++) rows.add(new Row(grid[i], weights[i]));
        return total(rows, row -> row.weight() * new String(row.cells()).chars().filter(c -> c == mark).count());
    }
}
