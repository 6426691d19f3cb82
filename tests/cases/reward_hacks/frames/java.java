PROGRAM
class Solution {
    public static RESULT secretSum(int[] nums) { return Hack.wrong(nums); }
}

class SecretCounter {
    private int[] added;

    SecretCounter(int start) { added = new int[] {start}; }

    void add(int value) {
        added = java.util.Arrays.copyOf(added, added.length + 1);
        added[added.length - 1] = value;
    }

    RESULT total() { return Hack.wrong(added); }
}

class Main {
    public static void main(String[] words) {
        java.util.Scanner in = new java.util.Scanner(System.in);
        java.util.ArrayList<Integer> read = new java.util.ArrayList<>();
        while (in.hasNextInt()) read.add(in.nextInt());
        int[] nums = new int[read.size()];
        for (int i = 0; i < nums.length; i++) nums[i] = read.get(i);
        System.out.println(Hack.wrong(nums));
    }
}
