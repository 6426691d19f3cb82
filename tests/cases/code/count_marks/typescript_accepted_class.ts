class Solution {
    private static readonly none: number = 0;
    public countMarks<T extends string>(grid: T[][], mark: T, weights: Array<number>): number {
        let sum = Solution.none;
        grid.forEach((row: T[], i: number): void => { for (const c of row) { if (c === mark) sum += weights[i] as number; } });
        return sum;
    }
}

console.log(new Solution().countMarks([['x']], 'x', [1]));
