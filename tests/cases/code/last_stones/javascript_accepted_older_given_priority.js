/**
 * @param {number[]} stones
 * @param {number} limit
 * @return {number[]}
 */
var lastStones = function(stones, limit) {
    const queue = new MaxPriorityQueue();
    for (const stone of stones) queue.enqueue(stone, stone);
    while (queue.size() > limit) {
        const a = queue.dequeue().element;
        const b = queue.dequeue().element;
        if (a !== b) queue.enqueue(a - b, a - b);
    }
    const left = [];
    while (!queue.isEmpty()) left.push(queue.dequeue().priority);
    return left.reverse();
};
