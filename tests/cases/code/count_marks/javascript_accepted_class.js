class Solution {
    #count(row, mark) {
        return _.countBy(row)[mark] ?? 0;
    }
    countMarks(grid, mark, weights) {
        return _.sum(grid.map((row, i) => this.#count(row, mark) * weights[i]));
    }
}
