using System;
using System.Collections.Generic;
using System.Linq;

class Program {
    static void Main() {
        Console.ReadLine();
        List<long> numbers = Console.ReadLine().Split(' ').Select(long.Parse).ToList();
        Console.WriteLine(numbers.Sum());
        numbers.Reverse();
        Console.WriteLine(string.Join(" ", numbers));
        Console.WriteLine(Console.ReadLine());
    }
}
