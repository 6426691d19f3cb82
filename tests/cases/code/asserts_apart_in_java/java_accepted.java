class Solution {
    public List<List<Double>> tally(List<String> words, int[] counts, double scale, char mark) {
        if (words.isEmpty()) throw new IllegalArgumentException("no words");
        TreeMap<String, Integer> tally = new TreeMap<>();
        for (String word : words) tally.merge(word, 1, Integer::sum);
        words.clear();
        words.addAll(tally.keySet());
        List<Double> shares = new ArrayList<>();
        int i = 0;
        for (int count : tally.values()) {
            counts[i++] = count;
            shares.add(count / scale);
        }
        return List.of(shares, new ArrayList<>());
    }
}
