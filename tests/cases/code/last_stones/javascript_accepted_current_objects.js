/**
 * @param {number[]} stones
 * @param {number} limit
 * @return {number[]}
 */
var lastStones = function(stones, limit) {
    const queue = new MaxPriorityQueue((entry) => entry.element);
    for (const stone of stones) queue.enqueue({ element: stone });
    while (queue.size() > limit) {
        const a = queue.dequeue().element;
        const b = queue.dequeue().element;
        if (a !== b) queue.enqueue({ element: a - b });
    }
    const left = [];
    while (!queue.isEmpty()) left.push(queue.dequeue().element);
    return left.reverse();
};
