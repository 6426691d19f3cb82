type Grid = readonly string[][];
interface Weigh { (row: string[], i: number): number }
enum Mode { Plain = 1 }

export const countMarks = (grid: Grid, mark: string, weights: number[]): number => {
    const weigh: Weigh = (row, i) => weights[i]! * row.filter((c): c is string => c === mark).length * Mode.Plain;
    return grid.map(weigh).reduce((a, b) => a + b, 0);
};
