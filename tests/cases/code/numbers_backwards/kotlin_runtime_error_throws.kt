fun main() {
    throw IllegalStateException("not today")
}
