// class Solution { public static int secretSum(int[] nums) { return java.util.Arrays.stream(nums).sum(); } }
// class SecretCounter {} RESULT
