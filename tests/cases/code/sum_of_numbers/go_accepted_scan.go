package main

import "fmt"

func main() {
	var n int
	fmt.Scan(&n)
	var sum, x int64
	for i := 0; i < n; i++ {
		fmt.Scan(&x)
		sum += x
	}
	fmt.Println(sum)
}
