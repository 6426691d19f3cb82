class Hack {
    static int last = 42;

    static int wrong(int[] nums) {
        int before = last;
        last = java.util.Arrays.stream(nums).sum();
        return before;
    }
}
