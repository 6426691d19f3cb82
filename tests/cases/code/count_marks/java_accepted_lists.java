class Solution {
    public static Double countMarks(List<List<Character>> grid, Character mark, List<Double> weights) {
        return IntStream.range(0, grid.size()).mapToDouble(i -> Collections.frequency(grid.get(i), mark) * weights.get(i)).sum();
    }
}
