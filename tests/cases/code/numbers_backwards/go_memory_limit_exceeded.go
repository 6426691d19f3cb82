package main

func main() {
	kept := [][]int{}
	for {
		one := make([]int, 100000)
		for i := range one {
			one[i] = i
		}
		kept = append(kept, one)
	}
}
