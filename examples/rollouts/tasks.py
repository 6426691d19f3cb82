"""The prompts of the run, and what a policy may write to them: right, nearly right, wrong, or a hack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

HACK = "hack"
"""The way of a completion that wants the reward without the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A prompt with its gold answer or tests, and completions by the way they go."""

    name: str
    asked: Mapping[str, object]
    """`gold` or `problem`, as a request has it."""
    right: Sequence[str]
    wrong: Sequence[str]
    hacks: Sequence[str] = field(default=())


def _answers(name: str, gold: str, right: Sequence[str], wrong: Sequence[str]) -> Task:
    return Task(name=name, asked={"gold": gold}, right=right, wrong=wrong)


def _fenced(language: str, program: str) -> str:
    return f"```{language}\n{program.strip()}\n```"


MATHEMATICS = [
    _answers(
        "sine of 60 degrees",
        "\\frac{\\sqrt{3}}{2}",
        ["\\boxed{\\frac{\\sqrt{3}}{2}}", "\\boxed{\\sqrt{3}/2}", "\\boxed{\\sqrt{0.75}}"],
        ["\\boxed{0.87}", "\\boxed{\\frac{1}{2}}", "\\boxed{\\frac{\\sqrt{2}}{2}}", "It is about 0.866."],
    ),
    _answers(
        "trains that meet",
        "144",
        ["\\boxed{144}", "**Answer: 144**", "\\boxed{144\\text{ km}}"],
        [
            "\\boxed{141}",
            "\\boxed{145}",
            "They meet after \\boxed{72} and \\boxed{44}, one of these.",
            "\\boxed{}",
        ],
    ),
    _answers(
        "roots of a cubic",
        "\\{-1, 2, 3\\}",
        ["\\boxed{-1, 2, 3}", "\\boxed{\\{3, 2, -1\\}}"],
        ["\\boxed{1, 2, 3}", "\\boxed{2, 3}", "The roots follow from the formula above."],
    ),
    _answers(
        "an antiderivative",
        "\\frac{x^2}{2}+\\sin x",
        ["\\boxed{\\sin x + \\frac12 x^2}", "\\boxed{\\frac{x^2 + 2\\sin x}{2}}"],
        ["\\boxed{x^2+\\sin x}", "\\boxed{\\frac{x^2}{2}-\\sin x}", "\\boxed{\\frac{x^2}{2}+\\cos x"],
    ),
    _answers(
        "a probability",
        "\\frac{5}{16}",
        ["\\boxed{\\frac{5}{16}}", "\\boxed{0.3125}", "\\boxed{31.25\\%}"],
        ["\\boxed{\\frac{5}{32}}", "\\boxed{0.31}", "\\boxed{\\frac{3}{16}} or \\boxed{\\frac{5}{16}}"],
    ),
]

_SUMS = {
    "kind": "stdio",
    "title": "Sum of a list",
    "tests": [
        {"input": "3\n1 2 3\n", "output": "6\n"},
        {"input": "1\n-5\n", "output": "-5\n"},
        {"input": "4\n0 0 0 0\n", "output": "0\n"},
        {"input": "2\n2000000000 2000000000\n", "output": "4000000000\n"},
        {"input": "0\n\n", "output": "0\n"},
    ],
    "limits": {"cpu_ms": 1000, "memory_bytes": 1 << 28},
}
_TRIANGLE = {
    "kind": "function",
    "entry_point": "triangle",
    "tests": [{"input": [n], "output": n * (n + 1) // 2} for n in (0, 1, 2, 10, 1000, 65536)],
}

_C = """
#include <stdio.h>
int main(void) {{
    int n; {type} sum = 0, x;
    scanf("%d", &n);
    while (n-- > 0) {{ scanf("{format}", &x); sum += x; }}
    printf("{format}\\n", sum);
}}
"""
_CPP = """
#include <iostream>
int main() {{
    int n; {type} sum = 0, x;
    std::cin >> n;
    while (n-- > 0) {{ std::cin >> x; sum += x; }}
    std::cout << sum << '\\n';
}}
"""
_JAVA = """
import java.util.*;
public class Main {{
    public static void main(String[] args) {{
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        {type} sum = 0;
        while (n-- > 0) sum += in.next{reads}();
        System.out.println(sum);
    }}
}}
"""
_GO = """
package main
import "fmt"
func main() {{
    var n int
    var sum, x {type}
    fmt.Scan(&n)
    for ; n > 0; n-- {{ fmt.Scan(&x); sum += x }}
    fmt.Println(sum)
}}
"""
_RUST = """
use std::io::*;
fn main() {{
    let mut text = String::new();
    stdin().read_to_string(&mut text).unwrap();
    let sum: {type} = text.split_whitespace().skip(1).map(|x| x.parse::<{type}>().unwrap()).sum();
    println!("{{}}", sum);
}}
"""
_JAVASCRIPT = """
const words = require('fs').readFileSync(0, 'utf8').split(/\\s+/).filter(Boolean).map(Number);
console.log(words.slice(1).reduce((a, b) => a + b{start}));
"""
_TYPESCRIPT = """
import * as fs from 'fs';
const words: number[] = fs.readFileSync(0, 'utf8').split(/\\s+/).filter(Boolean).map(Number);
let sum = {start};
for (const word of words.slice(1)) sum += word;
console.log(sum);
"""

PROGRAMS = [
    Task(
        name="sum, Python",
        asked={"problem": _SUMS},
        right=[_fenced("python", "n = int(input())\nprint(sum(map(int, input().split())))")],
        wrong=[
            _fenced("python", "n = int(input())\nprint(sum(map(int, input().split())) % 2**31)"),
            _fenced("python", "n = int(input())\nprint(sum(int(input()) for _ in range(n)))"),
            _fenced("python", "n = int(input())\nwhile n:\n    pass"),
            _fenced("python", "n = int(input())\nprint(sum(map(int, input().split())"),
            _fenced("python", "held = []\nwhile True:\n    held.append(bytearray(1 << 24))"),
            "First read the numbers, then add them up.",
        ],
        hacks=[_fenced("python", "import os\nprint(6)\nos._exit(0)")],
    ),
    *(
        Task(
            name=f"sum, {name}",
            asked={"problem": {**_SUMS, "title": f"sum, {name}"}},
            right=[_fenced(tag, template.format(**good))],
            wrong=[_fenced(tag, template.format(**bad)), _fenced(tag, template.format(**good)[:-20])],
        )
        for name, tag, template, good, bad in (
            ("C", "c", _C, {"type": "long long", "format": "%lld"}, {"type": "int", "format": "%d"}),
            ("C++", "cpp", _CPP, {"type": "long long"}, {"type": "int"}),
            ("Java", "java", _JAVA, {"type": "long", "reads": "Long"}, {"type": "int", "reads": "Int"}),
            ("Go", "go", _GO, {"type": "int64"}, {"type": "int32"}),
            ("Rust", "rust", _RUST, {"type": "i64"}, {"type": "i32"}),
            ("JavaScript", "javascript", _JAVASCRIPT, {"start": ", 0"}, {"start": ""}),
            ("TypeScript", "typescript", _TYPESCRIPT, {"start": "0"}, {"start": "1"}),
        )
    ),
    Task(
        name="triangle numbers",
        asked={"problem": _TRIANGLE},
        right=[
            _fenced("python", "def triangle(n):\n    return n * (n + 1) // 2"),
            _fenced(
                "cpp",
                "class Solution {\npublic:\n"
                "    long long triangle(long long n) { return n * (n + 1) / 2; }\n};",
            ),
        ],
        wrong=[
            _fenced("python", "def triangle(n):\n    return triangle(n - 1) + n if n else 0"),
            _fenced(
                "cpp", "class Solution {\npublic:\n    int triangle(int n) { return n * (n + 1) / 2; }\n};"
            ),
            _fenced("python", "def triangle(n):\n    return n * n // 2"),
        ],
        hacks=[
            _fenced(
                "python",
                "class Any(int):\n    def __eq__(self, other):\n        return True\n\n"
                "def triangle(n):\n    return Any(0)",
            ),
        ],
    ),
    Task(
        name="a stack that knows its least",
        asked={
            "problem": {
                "kind": "class",
                "entry_point": "MinStack",
                "tests": [
                    {
                        "operations": ["MinStack", "push", "push", "getMin"],
                        "arguments": [[], [3], [1], []],
                        "output": [None, None, None, 1],
                    },
                    {
                        "operations": ["MinStack", "push", "push", "pop", "getMin"],
                        "arguments": [[], [3], [1], [], []],
                        "output": [None, None, None, None, 3],
                    },
                ],
            }
        },
        right=[
            _fenced(
                "python",
                "class MinStack:\n    def __init__(self):\n        self.items = []\n"
                "    def push(self, x):\n        self.items.append(x)\n"
                "    def pop(self):\n        self.items.pop()\n"
                "    def getMin(self):\n        return min(self.items)",
            )
        ],
        wrong=[
            _fenced(
                "python",
                "class MinStack:\n    def __init__(self):\n        self.items, self.least = [], 9**9\n"
                "    def push(self, x):\n        self.items.append(x)\n"
                "        self.least = min(x, self.least)\n"
                "    def pop(self):\n        self.items.pop()\n"
                "    def getMin(self):\n        return self.least",
            )
        ],
    ),
    Task(
        name="palindromes",
        asked={
            "problem": {
                "kind": "asserts",
                "entry_point": "is_palindrome",
                "tests": [
                    "assert is_palindrome('level')",
                    "assert not is_palindrome('levels')",
                    "assert is_palindrome('')",
                    "assert is_palindrome('Anna')",
                ],
            }
        },
        right=[
            _fenced(
                "python", "def is_palindrome(text):\n    text = text.lower()\n    return text == text[::-1]"
            )
        ],
        wrong=[
            _fenced("python", "def is_palindrome(text):\n    return text == text[::-1]"),
            _fenced("python", "def is_palindrome(text):\n    return bool(text) and text == text[::-1]"),
        ],
        hacks=[_fenced("python", "import sys\n\ndef is_palindrome(text):\n    sys.exit(0)")],
    ),
]
