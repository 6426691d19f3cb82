import java.io.*;
import java.util.*;

class Sum {
    long total = 0;
}

public class Solution {
    public static void main(String[] args) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in));
        PrintWriter out = new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out)));
        int n = Integer.parseInt(reader.readLine().trim());
        Sum sum = new Sum();
        String line;
        while ((line = reader.readLine()) != null) {
            StringTokenizer tokens = new StringTokenizer(line);
            while (tokens.hasMoreTokens()) sum.total += Long.parseLong(tokens.nextToken());
        }
        out.println(sum.total);
        out.flush();
        System.exit(0);
    }
}
