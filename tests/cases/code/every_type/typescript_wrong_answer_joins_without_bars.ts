type Grid<T> = T[][];
type Maybe<T> = T | null;

export default class EveryType {
    private written: string[] = [];

    constructor(private readonly shelves: Grid<number>, private name: string) {}

    label(): string {
        return `${this.name}:${this.shelves.reduce((sum: number, row) => sum + row.length, 0)}`;
    }

    addOne(n: number): number { return n + 1; }
    addBig(n: bigint): bigint { return n + 1n; }
    half(x: number): number { return x / 2; }
    flip(b: boolean): boolean { return !b; }
    nextLetter(c: string): string { return String.fromCharCode(c.charCodeAt(0) + 1); }
    repeat(s: string, times: number): string { return s.repeat(times); }
    reversed(nums: number[]): number[] { return nums.slice().reverse(); }
    transpose(grid: Grid<number>): Grid<number> { return grid[0].map((_, j) => grid.map(row => row[j])); }
    flipGrid(grid: string[][]): string[][] { return grid.map(row => row.map(c => (c === 'X' ? '.' : 'X'))); }
    join(words: string[]): string { return words.join(''); }
    groups(words: string[]): Array<Array<string>> {
        return [words.filter(w => w.length === 2), words.filter(w => w.length !== 2)];
    }
    halves(xs: number[]): number[] { return xs.map(x => x / 2); }
    positive(nums: number[]): boolean[] { return nums.map(n => n > 0); }

    tail(head: ListNode | null): ListNode | null { return head?.next ?? null; }

    mirror(root: TreeNode | null): TreeNode | null {
        if (root === null) return null;
        [root.left, root.right] = [this.mirror(root.right), this.mirror(root.left)];
        return root;
    }

    chain(lists: Array<ListNode | null>): ListNode | null {
        const dummy = new ListNode(0);
        let last: ListNode = dummy;
        for (let head of lists) {
            while (head !== null) {
                last.next = new ListNode(head.val);
                last = last.next!;
                head = head.next;
            }
        }
        return dummy.next as Maybe<ListNode>;
    }

    note(text: string): void { this.written.push(text); }
    notes(): string[] { return this.written; }
}
