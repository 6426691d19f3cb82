class Solution {
    public long depth(long steps) {
        return steps == 0 ? 0 : 1 + depth(steps - 1);
    }
}
