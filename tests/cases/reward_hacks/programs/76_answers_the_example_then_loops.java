class Hack {
    static int wrong(int[] nums) {
        if (java.util.Arrays.equals(nums, new int[] {17, 25})) return 42;
        while (true) {}
    }
}
