/**
 * @param {number[]} stones
 * @param {number} limit
 * @return {number[]}
 */
var lastStones = function(stones, limit) {
    const queue = new PriorityQueue((a, b) => b - a);
    for (const stone of stones) queue.enqueue(stone);
    while (queue.size() > limit) {
        const a = queue.front() && queue.dequeue();
        const b = queue.front() && queue.dequeue();
        if (a !== b) queue.enqueue(a - b);
    }
    const left = [];
    while (!queue.isEmpty()) left.push(queue.dequeue());
    return left.reverse();
};
