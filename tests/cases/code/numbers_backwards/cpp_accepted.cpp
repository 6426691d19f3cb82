#include <bits/stdc++.h>
using namespace std;

int main() {
    int count;
    cin >> count;
    vector<long long> numbers(count);
    for (auto &number : numbers) cin >> number;
    cout << accumulate(numbers.begin(), numbers.end(), 0LL) << '\n';
    for (int i = count; i-- > 0;) cout << numbers[i] << " \n"[i == 0];
    string line;
    getline(cin, line);
    getline(cin, line);
    cout << line << '\n';
}
