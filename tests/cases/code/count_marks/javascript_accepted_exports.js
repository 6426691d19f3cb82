function helper(row, mark) { let n = 0; for (const c of row) if (c === mark) n++; return n; }
async function count_marks(grid, mark, weights) {
    let sum = 0;
    for (let i = 0; i < grid.length; i++) sum += helper(grid[i], mark) * weights[i];
    return sum;
}
module.exports = { count_marks, helper };
if (require.main === module) { console.log('run directly'); }
