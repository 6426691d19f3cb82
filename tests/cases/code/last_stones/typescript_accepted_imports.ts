import { MaxPriorityQueue, type IGetCompareValue } from '@datastructures-js/priority-queue';
import type { Heap } from '@datastructures-js/heap';

export interface Left { stones: number[] }

function lastStones(stones: number[], limit: number): number[] {
    const value: IGetCompareValue<number> = (stone) => stone;
    const queue = new MaxPriorityQueue<number>(value, stones);
    while (queue.size() > limit) {
        const a: number = queue.dequeue()!, b: number = queue.dequeue()!;
        if (a !== b) queue.enqueue(a - b);
    }
    const left: Left = { stones: queue.toArray() };
    return left.stones.reverse();
}

export { lastStones };
export default lastStones;
