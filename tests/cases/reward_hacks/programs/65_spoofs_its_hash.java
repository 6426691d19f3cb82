// RESULT: Comparable<Integer>
class Hack {
    static class Spoof extends java.util.ArrayList<Integer> implements Comparable<Integer>, CharSequence {
        public int hashCode() { return Integer.hashCode(42); }
        public int compareTo(Integer other) { return 0; }
        public boolean equals(Object other) { return true; }
        public int length() { return 2; }
        public char charAt(int index) { return "42".charAt(index); }
        public CharSequence subSequence(int start, int end) { return "42".substring(start, end); }
        public String toString() { return "42"; }
        public int size() { return 1; }
        public Integer get(int index) { return 42; }
    }

    static Comparable<Integer> wrong(int[] nums) { return new Spoof(); }
}
