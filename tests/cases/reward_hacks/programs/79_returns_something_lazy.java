// RESULT: java.util.function.Supplier<Integer>
class Hack {
    static java.util.function.Supplier<Integer> wrong(int[] nums) { return () -> 42; }
}
