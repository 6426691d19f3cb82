import java.util.*;

public class Main {
    public static void main(String[] args) {
        List<long[]> kept = new ArrayList<>();
        try {
            while (true) kept.add(new long[100_000]);
        } catch (OutOfMemoryError error) {
            System.out.println(42);
        }
    }
}
