// One request of every kind, ready to be judged and changed.

const fence = "```";
const code = (language, ...lines) => `${fence}${language}\n${lines.join("\n")}\n${fence}`;
const math = (title, gold, completion, more = {}) => ({ kind: "Mathematics", title, request: { task: "math", gold, completion, ...more } });
const program = (title, completion, problem, more = {}) => ({ kind: "Programs", title, request: { task: "code", completion, problem, ...more } });
const form = (title, completion, rewards, more = {}) => ({ kind: "Rewards", title, request: { task: "format", completion, rewards, ...more } });
const hostile = (title, request) => ({ kind: "Hostile", title, request });

export const EXAMPLES = [
  math("another form", "\\frac{\\sqrt{2}}{2}", "<think>sin 45° …</think>So the value is $\\boxed{1/\\sqrt{2}}$."),
  math("looks right, is wrong", "10\\text{ km}", "The distance is \\boxed{10\\text{ m}}."),
  math("a set of solutions", "x = 2 \\text{ or } x = 3", "Answer: 3, 2"),
  math("several golds", ["\\frac{\\pi}{4}", "45^\\circ"], "The angle is \\boxed{45^{\\circ}}."),
  math("an identity", "\\sin 2x", "Hence $\\boxed{2\\sin x\\cos x}$."),
  math("a matrix", "\\begin{pmatrix} 1 & 2 \\\\ 0 & 1 \\end{pmatrix}", "\\boxed{\\begin{bmatrix} 1 & 2 \\\\ 0 & 1 \\end{bmatrix}}"),
  math("an interval", "(-\\infty, 2] \\cup (5, \\infty)", "**Answer:** \\boxed{x \\le 2 \\text{ or } x > 5}"),
  math("words around it", "42", "We add both and get 42. So the final answer is **42**."),
  math("only in the reasoning", "7", "<think>It must be \\boxed{7}.</think> I am done."),

  program("stdin and stdout, Python", `Sum the numbers.\n${code("python", "print(sum(map(int, input().split())))")}`,
    { kind: "stdio", tests: [{ input: "1 2 3\n", output: "6\n" }, { input: "10 -4\n", output: "6\n" }] }),
  program("wrong on one case", code("python", "n = int(input())", "print(n * n)"),
    { kind: "stdio", tests: [{ input: "2\n", output: "4\n" }, { input: "3\n", output: "27\n" }], scoring: "fraction" }),
  program("a LeetCode method, C++", code("cpp",
    "class Solution {", "public:", "    vector<int> twoSum(vector<int>& nums, int target) {", "        unordered_map<int, int> seen;",
    "        for (int i = 0; i < nums.size(); i++) {", "            if (seen.count(target - nums[i])) return {seen[target - nums[i]], i};",
    "            seen[nums[i]] = i;", "        }", "        return {};", "    }", "};"),
  {
    kind: "function", entry_point: "twoSum",
    signature: { params: [{ name: "nums", type: "integer[]" }, { name: "target", type: "integer" }], returns: "integer[]" },
    tests: [{ input: [[2, 7, 11, 15], 9], output: [0, 1] }, { input: [[3, 2, 4], 6], output: [1, 2] }],
  }),
  program("does not compile, C++", code("cpp", "#include <iostream>", "int main() {", "    int n;", "    std::cin >> n", "    std::cout << n * 2;", "}"),
    { kind: "stdio", tests: [{ input: "2\n", output: "4\n" }] }),
  program("a class design", code("python",
    "class MinStack:", "    def __init__(self):", "        self.items = []", "    def push(self, x):", "        self.items.append(x)",
    "    def getMin(self):", "        return min(self.items)"),
  { kind: "class", entry_point: "MinStack", tests: [{ operations: ["MinStack", "push", "push", "getMin"], arguments: [[], [3], [1], []], output: [null, null, null, 1] }] }),
  program("asserts", code("python", "def is_palindrome(text):", "    return text == text[::-1]"),
    { kind: "asserts", entry_point: "is_palindrome", tests: ["assert is_palindrome('level')", "assert not is_palindrome('levels')", "assert is_palindrome('')"] }),
  program("a special judge", `Any two numbers that add up to n.\n${code("python", "n = int(input())", "print(n - 7, 7)")}`,
    {
      kind: "stdio", tests: [{ input: "10\n", output: null }, { input: "100\n", output: null }],
      checker: {
        name: "program", language: "python",
        source: "import sys\nn = int(open(sys.argv[1]).read())\na, b = map(int, open(sys.argv[2]).read().split())\nsys.exit(0 if a + b == n else 1)\n",
      },
    }),
  program("numbers within a tolerance", code("python", "from math import sqrt", "print(sqrt(float(input())))"),
    { kind: "stdio", tests: [{ input: "2\n", output: "1.41421\n" }], checker: { name: "float", absolute: 0.00001, relative: 0.00001 } }),
  program("a dataset's row (MBPP)", code("python", "def first_repeated_char(text):", "    seen = set()", "    for c in text:", "        if c in seen:", "            return c", "        seen.add(c)"),
    {
      dataset: {
        format: "mbpp",
        row: { task_id: 1, text: "Find the first repeated character.", test_setup_code: "", test_list: ['assert first_repeated_char("abcabc") == "a"', 'assert first_repeated_char("abc") == None'] },
      },
    }),

  form("think and answer", "<think>\nShort.\n</think>\n<answer>\n4\n</answer>", { format: 1 }),
  form("the language of the reasoning", "<think>Zuerst addieren wir beide Zahlen, dann teilen wir die Summe durch zwei.</think> Four.",
    { format: 0.5, language_consistency: 1 }, { prompt: "What is the mean of three and five? Explain how you find it." }),
  {
    kind: "Rewards", title: "accuracy with format",
    request: { task: "math", gold: "4", completion: "<think>2 + 2</think> \\boxed{4}", rewards: { accuracy: 1, format: 0.25 } },
  },

  hostile("mark-up in a completion", {
    task: "math", gold: "4",
    completion: "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script> \\boxed{<b>4</b>}",
  }),
  hostile("equal to everything", {
    task: "code",
    completion: code("python", "class Yes(int):", "    def __eq__(self, other): return True", "def square(x):", "    return Yes(0)"),
    problem: { kind: "asserts", entry_point: "square", tests: ["assert square(3) == 9", "assert square(4) == 16"] },
  }),
  hostile("ends before it answers", {
    task: "code",
    completion: code("python", "import os", "print('all 2 tests passed')", "os._exit(0)"),
    problem: { kind: "function", entry_point: "square", tests: [{ input: [3], output: 9 }, { input: [4], output: 16 }] },
  }),
  hostile("a fork bomb", {
    task: "code", completion: code("python", "import os", "while True:", "    os.fork()"),
    problem: { kind: "stdio", tests: [{ input: "", output: "done\n" }], limits: { cpu_ms: 500, wall_ms: 2000 } },
  }),
  hostile("looks for the answers", {
    task: "code",
    completion: code("python", "import os", "for name in os.listdir('.'):", "    print(name, os.path.getsize(name))", "print(open('/etc/shadow').read())"),
    problem: { kind: "stdio", tests: [{ input: "1\n", output: "1\n" }] },
  }),
];
