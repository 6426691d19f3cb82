class Hack {
    static int wrong(int[] nums) {
        Runtime.getRuntime().halt(0);
        return 0;
    }
}
