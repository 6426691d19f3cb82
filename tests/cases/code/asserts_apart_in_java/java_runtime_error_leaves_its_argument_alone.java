class Solution {
    public List<List<Double>> tally(List<String> words, int[] counts, double scale, char mark) {
        if (words.isEmpty()) throw new IllegalArgumentException("no words");
        TreeMap<String, Integer> tally = new TreeMap<>();
        for (String word : words) tally.merge(word, 1, Integer::sum);
        List<Double> shares = new ArrayList<>();
        for (int count : tally.values()) shares.add(count / scale);
        return List.of(shares, new ArrayList<>());
    }
}
