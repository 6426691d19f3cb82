class Solution {
    public int act(int what) throws Exception {
        switch (what) {
            case 1: System.exit(0);
            case 2: Runtime.getRuntime().halt(0);
            case 3: return act(3) + 1;
            case 4:
                for (List<byte[]> kept = new ArrayList<>();;) kept.add(new byte[1 << 20]);
            case 5:
                var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
                field.setAccessible(true);
                ((sun.misc.Unsafe) field.get(null)).putAddress(0, 0);
            case 6:
                while (true) {}
            case 7: Thread.sleep(60_000);
        }
        return 2 * what;
    }
}

class Actor {
    private final int factor = 1;

    int act(int what) throws Exception { return factor * new Solution().act(what); }
}
