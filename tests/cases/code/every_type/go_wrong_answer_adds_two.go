package main

import (
	"fmt"
	"strings"
)

/**
 * Definition for singly-linked list.
 * type ListNode struct {
 *     Val int
 *     Next *ListNode
 * }
 */
type EveryType struct {
	shelves [][]int
	name    string
	written []string
}

func Constructor(shelves [][]int, name string) EveryType {
	return EveryType{shelves: shelves, name: name}
}

func (this *EveryType) Label() string {
	total := 0
	for _, shelf := range this.shelves {
		total += len(shelf)
	}
	return fmt.Sprintf("%s:%d", this.name, total)
}

func (this *EveryType) AddOne(n int) int { return n + 2 }

func (this *EveryType) AddBig(n int64) int64 { return n + 2 }

func (this *EveryType) Half(x float64) float64 { return x / 2 }

func (this *EveryType) Flip(b bool) bool { return !b }

func (this *EveryType) NextLetter(c byte) byte { return c + 1 }

func (this *EveryType) Repeat(s string, times int) string { return strings.Repeat(s, times) }

func (this *EveryType) Reversed(nums []int) []int {
	result := []int{}
	for _, n := range nums {
		result = append([]int{n}, result...)
	}
	return result
}

func (this *EveryType) Transpose(grid [][]int) (result [][]int) {
	result = make([][]int, len(grid[0]))
	for _, row := range grid {
		for j, n := range row {
			result[j] = append(result[j], n)
		}
	}
	return
}

func (this *EveryType) FlipGrid(grid [][]byte) [][]byte {
	for _, row := range grid {
		for j := range row {
			if row[j] == 'X' {
				row[j] = '.'
			} else {
				row[j] = 'X'
			}
		}
	}
	return grid
}

func (this EveryType) Join(words []string) string { return strings.Join(words, "|") }

func (this *EveryType) Groups(words []string) [][]string {
	result := make([][]string, 2)
	for _, word := range words {
		if len(word) == 2 {
			result[0] = append(result[0], word)
		} else {
			result[1] = append(result[1], word)
		}
	}
	return result
}

func (this *EveryType) Halves(xs []float64) []float64 {
	for i := range xs {
		xs[i] /= 2
	}
	return xs
}

func (this *EveryType) Positive(nums []int) []bool {
	result := make([]bool, len(nums))
	for i, n := range nums {
		result[i] = n > 0
	}
	return result
}

func (this *EveryType) Tail(head *ListNode) *ListNode {
	if head == nil {
		return nil
	}
	return head.Next
}

func (this *EveryType) Mirror(root *TreeNode) *TreeNode {
	if root == nil {
		return nil
	}
	root.Left, root.Right = this.Mirror(root.Right), this.Mirror(root.Left)
	return root
}

func (this *EveryType) Chain(lists []*ListNode) *ListNode {
	dummy := &ListNode{}
	last := dummy
	for _, head := range lists {
		for ; head != nil; head = head.Next {
			last.Next = &ListNode{Val: head.Val}
			last = last.Next
		}
	}
	return dummy.Next
}

func (this *EveryType) Note(text string) { this.written = append(this.written, text) }

func (this *EveryType) Notes() []string { return this.written }

/**
 * Your EveryType object will be instantiated and called as such:
 * obj := Constructor(shelves, name);
 */
func main() {
	obj := Constructor([][]int{{1}}, "x")
	fmt.Println(obj.AddOne(1))
}
