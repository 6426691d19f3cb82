package solution

type Solution struct{}

func sumOf[T int | float64](items []T) T {
	var sum T
	for _, item := range items {
		sum += item
	}
	return sum
}

func (s *Solution) count_marks(grid [][]byte, mark byte, weights []float64) float64 {
	parts := []float64{}
	for i, row := range grid {
		parts = append(parts, float64(strings.Count(string(row), string(mark)))*weights[i])
	}
	return sumOf(parts)
}
