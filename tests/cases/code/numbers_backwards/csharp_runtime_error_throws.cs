class Program {
    static void Main() {
        throw new System.InvalidOperationException("not today");
    }
}
