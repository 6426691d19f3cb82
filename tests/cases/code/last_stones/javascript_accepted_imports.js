import { MaxPriorityQueue as Heap } from '@datastructures-js/priority-queue';
import * as assert from 'node:assert';
import _ from 'lodash';

// import nothing from 'nowhere';
const note = `
export default nothing;
`;

export default (stones, limit) => {
    assert.ok(note.includes('export default'));
    const queue = new Heap();
    stones.forEach((stone) => queue.enqueue(stone));
    while (queue.size() > limit) {
        const [a, b] = [queue.dequeue(), queue.dequeue()];
        if (a !== b) queue.enqueue(a - b);
    }
    return _.reverse(queue.toArray());
};
