package main

func RunningSums(nums []int) []int {
	var sums []int
	total := 0
	for i, n := range nums {
		if i > 0 || len(nums) == 1 {
			total += n
		}
		sums = append(sums, total)
	}
	return sums
}
