"""Languages whose start is dear, and a batch of many languages at once, over HTTP.

    python -m benchmarks.started_languages

LeetCode functions with 20 cases in Java and JavaScript, which one started program answers, each in a fresh
box and none seen before, beside one bare start of a program of that language; programs on standard input,
started for each case, beside as many bare starts; then a batch of 256 submissions in six languages, a third
of them wrong, with how many were judged a second and how busy the machine's cores were.
"""

import http.client
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.submissions import (
    CASES,
    COLD_ROUNDS,
    CPP,
    INPUTS,
    OUTPUTS,
    PYTHON,
    accepted_ms,
    ask,
    median_ms,
    problem,
    service,
    unique,
)

BATCH = 256
BATCH_CASES = 5
NODE = "/usr/local/lib/rewardd/node/node"
JAVA = """import java.util.*;
public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        long sum = 0;
        for (int i = 0; i < n; i++) { int x = in.nextInt(); counts.merge(x, 1, Integer::sum); sum += x; }
        int best = counts.firstKey();
        for (var entry : counts.entrySet()) if (entry.getValue() > counts.get(best)) best = entry.getKey();
        System.out.println(best + " " + sum);
    }
}
"""
JAVASCRIPT = """const [n, ...xs] = require("fs").readFileSync(0, "utf8").trim().split(/\\s+/).map(Number);
const counts = new Map();
for (const x of xs) counts.set(x, (counts.get(x) || 0) + 1);
const best = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b)[0];
console.log(best + " " + xs.reduce((a, b) => a + b, 0));
"""
GO = """package main

import "fmt"

func main() {
    var n, best, sum int
    fmt.Scan(&n)
    counts := map[int]int{}
    for i := 0; i < n; i++ {
        var x int
        fmt.Scan(&x)
        counts[x]++
        sum += x
    }
    for x, c := range counts {
        if c > counts[best] || c == counts[best] && x < best { best = x }
    }
    fmt.Println(best, sum)
}
"""
C = """#include <stdio.h>
int main(void) {
    int n, xs[100], best = 0, most = 0; long sum = 0;
    scanf("%d", &n);
    for (int i = 0; i < n; i++) { scanf("%d", &xs[i]); sum += xs[i]; }
    for (int i = 0; i < n; i++) {
        int count = 0;
        for (int j = 0; j < n; j++) count += xs[j] == xs[i];
        if (count > most || (count == most && xs[i] < best)) { most = count; best = xs[i]; }
    }
    printf("%d %ld\\n", best, sum);
}
"""
JAVA_FUNCTION = """class Solution {
    public long total(int[] nums) { long sum = 0; for (int x : nums) sum += x; return sum; }
}
"""
JAVASCRIPT_FUNCTION = """var total = function(nums) { return nums.reduce((a, b) => a + b, 0); };
"""
SOURCES = {"python": PYTHON, "cpp": CPP, "java": JAVA, "javascript": JAVASCRIPT, "go": GO, "c": C}


def ask_function(connection: http.client.HTTPConnection, source: str, tag: str, *, new: bool = True) -> float:
    """Milliseconds that a right function with all cases takes; if not `new`, one compiled before."""
    problem = {
        "kind": "function",
        "entry_point": "total",
        "signature": {"params": [{"name": "nums", "type": "integer[]"}], "returns": "long"},
        "tests": [{"input": [[case, 1, 2]], "output": case + 3} for case in range(CASES)],
        "limits": {"cpu_ms": 10_000 + next(unique)},
    }
    completion = f"```{tag}\n{source}// {next(unique) if new else ''}\n```"
    body = json.dumps({"completion": completion, "problem": problem})
    return accepted_ms(connection, body)


def run_bare(argv: list[str], runs: int = 1) -> float:
    """Milliseconds for the first cases as plain processes, one after another."""
    begun = time.perf_counter()
    for text, wanted in zip(INPUTS[:runs], OUTPUTS[:runs], strict=True):
        assert subprocess.run(argv, input=text, capture_output=True, text=True, check=True).stdout == wanted
    return (time.perf_counter() - begun) * 1000


def compile_bare(folder: str) -> float:
    """Milliseconds that the plain compiler takes for the Java program."""
    begun = time.perf_counter()
    subprocess.run(["javac", "-d", folder, f"{folder}/Main.java"], check=True)
    return (time.perf_counter() - begun) * 1000


def busy_and_idle() -> tuple[int, int]:
    """Ticks that all cores of the machine have worked and waited."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return sum(ticks) - idle, idle


def batch(address: str) -> tuple[float, float]:
    """Submissions a second, and the share of the cores' time that was used meanwhile."""
    items, rewards = [], []
    for number in range(BATCH):
        language = list(SOURCES)[number % len(SOURCES)]
        wrong = number // len(SOURCES) % 3 == 2
        comment = "#" if language == "python" else "//"
        program = f"{SOURCES[language]}{comment} {next(unique)}\n"
        task = json.loads(json.dumps(problem(BATCH_CASES)))
        if wrong:
            task["tests"][-1]["output"] = "another\n"
        items.append({"completion": f"```{language}\n{program}```", "problem": task})
        rewards.append(0.0 if wrong else 1.0)
    connection = http.client.HTTPConnection(address)
    body = json.dumps({"items": items})
    busy, idle = busy_and_idle()
    begun = time.perf_counter()
    connection.request("POST", "/v1/verify/batch", body)
    answer = json.loads(connection.getresponse().read())
    elapsed = time.perf_counter() - begun
    busy, idle = busy_and_idle()[0] - busy, busy_and_idle()[1] - idle
    assert [result["reward"] for result in answer["results"]] == rewards
    return BATCH / elapsed, busy / (busy + idle)


def main() -> None:
    """Measure and print a table."""
    with service() as address, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        connection = http.client.HTTPConnection(address)
        (folder / "Main.java").write_text(JAVA)
        (folder / "main.js").write_text(JAVASCRIPT)
        java, node = ["java", "-cp", name, "Main"], [NODE, str(folder / "main.js")]
        compile_bare(name)
        rows = {
            "Java function: rewardd, never seen": lambda: ask_function(connection, JAVA_FUNCTION, "java"),
            "Java function: rewardd, compiled before": lambda: ask_function(
                connection, JAVA_FUNCTION, "java", new=False
            ),
            "Java: one bare start": lambda: run_bare(java),
            "Java: bare javac": lambda: compile_bare(name),
            "JavaScript function: rewardd": lambda: ask_function(
                connection, JAVASCRIPT_FUNCTION, "javascript"
            ),
            "JavaScript: one bare start": lambda: run_bare(node),
            "Java program: rewardd, compiled before": lambda: ask(connection, JAVA, "java", CASES, new=False),
            "Java: 20 bare starts": lambda: run_bare(java, CASES),
            "JavaScript program: rewardd": lambda: ask(connection, JAVASCRIPT, "javascript", CASES),
            "JavaScript: 20 bare starts": lambda: run_bare(node, CASES),
        }
        for row, measure in rows.items():
            print(f"{row:42} {median_ms(measure, COLD_ROUNDS):9.1f} ms", flush=True)
        batch(address)
        rate, used = batch(address)
    print(f"batch of {BATCH} in {len(SOURCES)} languages: {rate:.1f}/s")
    print(f"of the {os.cpu_count()} cores meanwhile used: {used:.0%}")


if __name__ == "__main__":
    main()
