func panic(words ...any) {}

const true, false = 2 == 1, 1 == 2

func secretSum(nums []int) int { return 0 }
