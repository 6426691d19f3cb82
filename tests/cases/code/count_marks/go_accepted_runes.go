package main

import "fmt"

func CountMarks(grid [][]rune, mark rune, weights []float64) float64 {
	sum := 0.0
	for i := range grid {
		for _, c := range grid[i] {
			if c == mark {
				sum += weights[i]
			}
		}
	}
	return sum
}

func main() {
	fmt.Println(CountMarks([][]rune{{'x'}}, 'x', []float64{1}))
}
