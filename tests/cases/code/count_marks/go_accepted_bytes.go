import "bytes"

type counter func([]byte) int

func countMarks(grid [][]byte, mark byte, weights []float64) (sum float64) {
	var count counter = func(row []byte) int { return bytes.Count(row, []byte{mark}) }
	for i, row := range grid {
		sum += float64(count(row)) * weights[i]
	}
	return
}
