class Hack {
    static int wrong(int[] nums) {
        java.util.Arrays.fill(nums, 0);
        return 0;
    }
}
