package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	reader := bufio.NewReader(os.Stdin)
	writer := bufio.NewWriter(os.Stdout)
	defer writer.Flush()
	var n int
	fmt.Fscan(reader, &n)
	var sum int64
	for ; n > 0; n-- {
		var x int64
		fmt.Fscan(reader, &x)
		sum += x
	}
	fmt.Fprintf(writer, "%d\n", sum)
}
