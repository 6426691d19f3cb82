// RESULT: Number
class Hack {
    static Number wrong(int[] nums) {
        return new Number() {
            public int intValue() { return 42; }
            public long longValue() { return 42; }
            public float floatValue() { return 42; }
            public double doubleValue() { return 42; }
            public boolean equals(Object other) { return true; }
            public int hashCode() { return 42; }
            public String toString() { return "42"; }
        };
    }
}
