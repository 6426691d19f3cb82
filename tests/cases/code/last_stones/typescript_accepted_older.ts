function lastStones(stones: number[], limit: number): number[] {
    const queue = new MaxPriorityQueue({ compare: (a: number, b: number): number => b - a });
    stones.forEach((stone) => queue.enqueue(stone));
    while (queue.size() > limit) {
        const [a, b] = [queue.dequeue() as number, queue.dequeue()!];
        if (a !== b) queue.enqueue(a - b);
    }
    const left: number[] = [];
    while (!queue.isEmpty()) left.unshift(queue.dequeue());
    return left;
}
