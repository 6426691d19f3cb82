export default function countMarks(grid, mark, weights) {
    return grid.flatMap((row, i) => row.map((c) => (c === mark ? weights[i] : 0))).reduce((a, b) => a + b, 0);
}
export { countMarks };
