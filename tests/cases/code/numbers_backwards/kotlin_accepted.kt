fun main() {
    readLine()
    val numbers = readLine()!!.trim().split(" ").map { it.toLong() }
    println(numbers.sum())
    println(numbers.reversed().joinToString(" "))
    println(readLine() ?: "")
}
