import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int count = Integer.parseInt(in.nextLine().trim());
        String[] words = in.nextLine().trim().split(" ");
        long sum = 0;
        StringBuilder backwards = new StringBuilder();
        for (int i = count - 1; i >= 0; i--) {
            sum += Long.parseLong(words[i]);
            backwards.append(words[i]).append(i > 0 ? " " : "");
        }
        System.out.println(sum);
        System.out.println(backwards);
        System.out.println(in.hasNextLine() ? in.nextLine() : "");
    }
}
