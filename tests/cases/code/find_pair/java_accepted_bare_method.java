import java.util.HashMap;

public int[] findPair(int[] numbers, int sum) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int place = 0; place < numbers.length; place++) {
        Integer other = places.get(sum - numbers[place]);
        if (other != null) return pair(other, place);
        places.put(numbers[place], place);
    }
    return null;
}

private static int[] pair(int first, int second) {
    return new int[] {first, second};
}
