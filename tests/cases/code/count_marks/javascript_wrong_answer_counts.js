var countMarks = function(grid, mark, weights) {
    return grid.flat().filter(c => c === mark).length;
};
