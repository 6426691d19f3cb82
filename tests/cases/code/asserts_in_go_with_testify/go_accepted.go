package main

func RunningSums(nums []int) []int {
	var sums []int
	total := 0
	for _, n := range nums {
		total += n
		sums = append(sums, total)
	}
	return sums
}
