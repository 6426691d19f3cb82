_ = readLine()
let numbers = readLine()!.split(separator: " ").map { Int($0)! }
print(numbers.reduce(0, +))
print(numbers.reversed().map(String.init).joined(separator: " "))
print(readLine() ?? "")
