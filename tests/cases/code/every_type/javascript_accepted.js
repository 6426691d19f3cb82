/**
 * Definition for singly-linked list.
 * function ListNode(val, next) {
 *     this.val = (val===undefined ? 0 : val)
 *     this.next = (next===undefined ? null : next)
 * }
 */

/**
 * @param {number[][]} shelves
 * @param {string} name
 */
var EveryType = function(shelves, name) {
    this.shelves = shelves;
    this.name = name;
    this.written = [];
};

/**
 * @return {string}
 */
EveryType.prototype.label = function() {
    return `${this.name}:${this.shelves.flat().length}`;
};

/** @param {number} n @return {number} */
EveryType.prototype.addOne = function(n) { return n + 1; };

/**
 * @param {bigint} n
 * @return {bigint}
 */
EveryType.prototype.addBig = function(n) { return n + 1n; };

EveryType.prototype.half = function(x) { return x / 2; };
EveryType.prototype.flip = function(b) { return !b; };
EveryType.prototype.nextLetter = (c) => String.fromCharCode(c.charCodeAt(0) + 1);
EveryType.prototype.repeat = function(s, times) { return s.repeat(times); };
EveryType.prototype.reversed = function(nums) { return [...nums].reverse(); };
EveryType.prototype.transpose = function(grid) { return grid[0].map((_, j) => grid.map(row => row[j])); };
EveryType.prototype.flipGrid = function(grid) { return grid.map(row => row.map(c => c === 'X' ? '.' : 'X')); };
EveryType.prototype.join = function(words) { return words.join('|'); };
EveryType.prototype.groups = function(words) {
    return Object.values(_.groupBy(words, w => w.length === 2 ? 'a' : 'b'));
};
EveryType.prototype.halves = function(xs) { return Float64Array.from(xs, x => x / 2); };
EveryType.prototype.positive = function(nums) { return nums.map(n => n > 0); };

/**
 * @param {ListNode} head
 * @return {ListNode}
 */
EveryType.prototype.tail = function(head) { return head && head.next; };

/**
 * @param {TreeNode} root
 * @return {TreeNode}
 */
EveryType.prototype.mirror = function(root) {
    if (!root) return null;
    return new TreeNode(root.val, this.mirror(root.right), this.mirror(root.left));
};

/**
 * @param {ListNode[]} lists
 * @return {ListNode}
 */
EveryType.prototype.chain = function(lists) {
    const dummy = new ListNode();
    let last = dummy;
    for (let head of lists) {
        for (; head; head = head.next) {
            last.next = new ListNode(head.val);
            last = last.next;
        }
    }
    return dummy.next;
};

/**
 * @param {string} text
 * @return {void}
 */
EveryType.prototype.note = function(text) { this.written.push(text); };
EveryType.prototype.notes = function() { return this.written; };

/**
 * Your EveryType object will be instantiated and called as such:
 * var obj = new EveryType(shelves, name)
 * var param_1 = obj.label()
 */
const obj = new EveryType([[1]], 'x');
console.log(obj.addOne(1));
if (typeof module !== 'undefined') module.exports = EveryType;
