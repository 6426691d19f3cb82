/**
 * @param {number[]} stones
 * @param {number} limit
 * @return {number[]}
 */
var lastStones = function(stones, limit) {
    const queue = new MaxPriorityQueue({ priority: (stone) => stone });
    for (const stone of stones) queue.enqueue(stone);
    while (queue.size() > limit) {
        const a = queue.dequeue().element;
        const b = queue.dequeue().element;
        if (a !== b) queue.enqueue(a - b);
    }
    const left = [];
    while (!queue.isEmpty()) left.push(queue.dequeue()['element']);
    return left.reverse();
};
