package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var count int
	fmt.Fscan(in, &count)
	numbers := make([]int64, count)
	var sum int64
	for i := range numbers {
		fmt.Fscan(in, &numbers[i])
		sum += numbers[i]
	}
	fmt.Println(sum)
	for i := count - 1; i >= 0; i-- {
		fmt.Print(numbers[i])
		if i > 0 {
			fmt.Print(" ")
		}
	}
	fmt.Println()
	in.ReadString('\n')
	line, _ := in.ReadString('\n')
	fmt.Print(line)
}
