from typing import *


class ListNode:
    def __init__(self, val: int = 0, next: Optional["ListNode"] = None):
        self.val = val
        self.next = next


class EveryType:
    def __init__(self, shelves: List[List[int]], name: str):
        self.shelves = shelves
        self.name = name
        self.written: List[str] = []

    def label(self) -> str:
        return f"{self.name}:{sum(map(len, self.shelves))}"

    def addOne(self, n: int) -> int:
        return n + 1

    def addBig(self, n: int) -> int:
        return n + 1

    def half(self, x: float) -> float:
        return x / 2

    def flip(self, b: bool) -> bool:
        return not b

    def nextLetter(self, c: str) -> str:
        return chr(ord(c) + 1)

    def repeat(self, s: str, times: int) -> str:
        return s * times

    def reversed(self, nums: List[int]) -> List[int]:
        return sorted(nums)

    def transpose(self, grid: List[List[int]]) -> List[List[int]]:
        return list(zip(*grid))

    def flipGrid(self, grid: List[List[str]]) -> List[List[str]]:
        return [["." if c == "X" else "X" for c in row] for row in grid]

    def join(self, words: List[str]) -> str:
        return "|".join(words)

    def groups(self, words: List[str]) -> List[List[str]]:
        return [[w for w in words if len(w) == 2], [w for w in words if len(w) != 2]]

    def halves(self, xs: List[float]) -> List[float]:
        return [x / 2 for x in xs]

    def positive(self, nums: List[int]) -> List[bool]:
        return [n > 0 for n in nums]

    def tail(self, head: Optional[ListNode]) -> Optional[ListNode]:
        return head.next if head else None

    def mirror(self, root: Optional[TreeNode]) -> Optional[TreeNode]:
        if root is None:
            return None
        root.left, root.right = self.mirror(root.right), self.mirror(root.left)
        return root

    def chain(self, lists: List[Optional[ListNode]]) -> Optional[ListNode]:
        dummy = last = ListNode()
        for head in lists:
            while head:
                last.next = ListNode(head.val)
                last = last.next
                head = head.next
        return dummy.next

    def note(self, text: str) -> None:
        self.written.append(text)

    def notes(self) -> List[str]:
        return self.written


if __name__ == "__main__":
    obj = EveryType([[1]], "x")
    print(obj.addOne(1))
