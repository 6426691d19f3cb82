'use strict';
const countMarks = (grid, mark, weights) =>
    grid.reduce((sum, row, i) => sum + weights[i] * row.filter((c) => c === mark).length, 0);

console.log(countMarks([['x']], 'x', [1]));
module.exports = countMarks;
