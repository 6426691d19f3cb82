using System.Collections.Generic;

class Program {
    static void Main() {
        var kept = new List<long[]>();
        while (true) {
            var one = new long[100000];
            for (int i = 0; i < one.Length; i++) one[i] = i;
            kept.Add(one);
        }
    }
}
