#include <bits/stdc++.h>
using namespace std;

PROGRAM
RESULT secretSum(vector<int>& nums) { return wrong(nums); }

class SecretCounter {
    vector<int> added;

public:
    SecretCounter(int start) : added{start} {}
    void add(int value) { added.push_back(value); }
    RESULT total() { return wrong(added); }
};

int main() {
    vector<int> nums;
    for (int n; cin >> n;) nums.push_back(n);
    cout << wrong(nums) << endl;
}
