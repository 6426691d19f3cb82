#include <iostream>
#include <vector>

int main() {
    std::vector<long long> numbers(1LL << 50);
    std::cout << numbers.size() << "\n";
}
