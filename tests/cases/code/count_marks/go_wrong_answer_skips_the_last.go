func countMarks(grid [][]byte, mark byte, weights []float64) float64 {
	sum := 0.0
	for i := 0; i < len(grid)-1; i++ {
		for _, c := range grid[i] {
			if c == mark {
				sum += weights[i]
			}
		}
	}
	return sum
}
