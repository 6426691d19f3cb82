// RESULT: double
class Hack {
    static double wrong(int[] nums) { return nums.length % 2 == 1 ? Double.NaN : Double.POSITIVE_INFINITY; }
}
