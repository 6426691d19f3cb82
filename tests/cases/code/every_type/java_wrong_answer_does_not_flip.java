package com.example.types;

import java.util.*;
import java.util.stream.Collectors;

/**
 * Definition for singly-linked list.
 * public class ListNode {
 *     int val;
 *     ListNode next;
 * }
 */
public class EveryType {
    private final int[][] shelves;
    private final String name;
    private final List<String> written = new ArrayList<>();

    public EveryType(int[][] shelves, String name) {
        this.shelves = shelves;
        this.name = name;
    }

    public String label() {
        return name + ":" + Arrays.stream(shelves).mapToInt(shelf -> shelf.length).sum();
    }

    public int addOne(int n) {
        return n + 1;
    }

    public long addBig(long n) {
        return n + 1;
    }

    public double half(double x) {
        return x / 2;
    }

    public boolean flip(boolean b) {
        return b;
    }

    public char nextLetter(char c) {
        return (char) (c + 1);
    }

    public String repeat(String s, int times) {
        return s.trim().repeat(times);
    }

    public int[] reversed(int[] nums) {
        int[] result = new int[nums.length];
        for (int i = 0; i < nums.length; i++) {
            result[i] = nums[nums.length - 1 - i];
        }
        return result;
    }

    public List<List<Integer>> transpose(int[][] grid) {
        List<List<Integer>> result = new ArrayList<>();
        for (int j = 0; j < grid[0].length; j++) {
            List<Integer> column = new LinkedList<>();
            for (int[] row : grid) {
                column.add(row[j]);
            }
            result.add(column);
        }
        return result;
    }

    public char[][] flipGrid(char[][] grid) {
        for (char[] row : grid) {
            for (int i = 0; i < row.length; i++) {
                row[i] = row[i] == 'X' ? '.' : 'X';
            }
        }
        return grid;
    }

    public String join(String[] words) {
        return String.join("|", words);
    }

    public List<List<String>> groups(List<String> words) {
        return List.of(
            words.stream().filter(w -> w.length() == 2).collect(Collectors.toList()),
            words.stream().filter(w -> w.length() != 2).toList());
    }

    public double[] halves(double[] xs) {
        return Arrays.stream(xs).map(x -> x / 2).toArray();
    }

    public List<Boolean> positive(int[] nums) {
        return Arrays.stream(nums).mapToObj(n -> n > 0).toList();
    }

    public ListNode tail(ListNode head) {
        return head == null ? null : head.next;
    }

    public TreeNode mirror(TreeNode root) {
        if (root == null) {
            return null;
        }
        return new TreeNode(root.val, mirror(root.right), mirror(root.left));
    }

    public ListNode chain(ListNode[] lists) {
        ListNode dummy = new ListNode();
        ListNode last = dummy;
        for (ListNode head : lists) {
            for (; head != null; head = head.next) {
                last.next = new ListNode(head.val);
                last = last.next;
            }
        }
        return dummy.next;
    }

    public void note(String text) {
        written.add(text);
    }

    public List<String> notes() {
        return written;
    }

    public static void main(String[] args) {
        System.out.println(new EveryType(new int[][] {{1}}, "x").addOne(1));
    }
}
