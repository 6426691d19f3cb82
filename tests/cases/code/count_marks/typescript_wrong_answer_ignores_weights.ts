function countMarks(grid: string[][], mark: string, weights: number[]): number {
    return grid.flat().filter(c => c === mark).length * (weights[0] ?? 0);
}
