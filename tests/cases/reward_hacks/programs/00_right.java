class Hack {
    static int wrong(int[] nums) { return java.util.Arrays.stream(nums).sum(); }
}
