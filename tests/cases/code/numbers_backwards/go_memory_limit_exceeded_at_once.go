package main

import "fmt"

func main() {
	size := 1 << 46
	fmt.Println(len(make([]byte, size)))
}
