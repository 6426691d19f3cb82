#include <iostream>
#include <string>
int main() {
    std::string line;
    std::getline(std::cin, line);
    int n = std::stoi(line);
    long long sum = 0;
    for (int i = 0; i < n && std::getline(std::cin, line); i++) sum += std::stoll(line);
    std::cerr << "debug" << std::endl;
    std::cout << sum << '\n';
}
