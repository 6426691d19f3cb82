#include <iostream>
#include <string>
#include <vector>
using namespace std;

/**
 * Definition for a binary tree node.
 * struct TreeNode {
 *     int val;
 *     TreeNode *left;
 *     TreeNode *right;
 * };
 */
class EveryType {
private:
    vector<vector<int>> shelves;
    string name;
    vector<string> written;

public:
    EveryType(vector<vector<int>>& shelves, string name) : shelves(shelves), name(std::move(name)) {}

    string label() const {
        size_t total = 0;
        for (const auto& shelf : shelves) total += shelf.size();
        return name + ":" + to_string(total);
    }

    int addOne(int n) { return n + 1; }

    long long addBig(long long n) { return n + 1; }

    double half(double x) { return x / 2; }

    bool flip(bool b) { return !b; }

    char nextLetter(char c) { return c + 1; }

    string repeat(const string& s, int times) {
        string result;
        while (times--) result += s;
        return result;
    }

    vector<int> reversed(vector<int> nums) {
        reverse(nums.begin(), nums.end());
        return nums;
    }

    vector<vector<int>> transpose(const vector<vector<int>>& grid) {
        vector<vector<int>> result(grid[0].size(), vector<int>(grid.size()));
        for (int i = 0; i < grid.size(); i++)
            for (int j = 0; j < grid[0].size(); j++) result[j][i] = grid[i][j];
        return result;
    }

    vector<vector<char>> flipGrid(vector<vector<char>>& grid) {
        for (auto& row : grid)
            for (char& c : row) c = c == 'X' ? '.' : 'X';
        return grid;
    }

    string join(vector<string> words) {
        string result;
        for (int i = 0; i < words.size(); ++i) result += (i ? "|" : "") + words[i];
        return result;
    }

    vector<vector<string>> groups(vector<string>& words) {
        vector<vector<string>> result(2);
        for (auto& word : words) result[word.size() != 2].push_back(word);
        return result;
    }

    vector<double> halves(vector<double>& xs) {
        for (auto& x : xs) x /= 2;
        return xs;
    }

    vector<bool> positive(vector<int>& nums) {
        vector<bool> result;
        for (int n : nums) result.push_back(n > 0);
        return result;
    }

    ListNode* tail(ListNode* head) { return head ? head->next : nullptr; }

    TreeNode* mirror(TreeNode* root) {
        if (!root) return nullptr;
        swap(root->left, root->right);
        mirror(root->left);
        mirror(root->right);
        return root;
    }

    ListNode* chain(vector<ListNode*>& lists) {
        ListNode dummy(0);
        ListNode* last = &dummy;
        for (ListNode* head : lists)
            for (; head; head = head->next) last = last->next = new ListNode(head->val);
        return dummy.next;
    }

    void note(string text) { written.push_back(text); }

    vector<string> notes() { return written; }
};

/**
 * Your EveryType object will be instantiated and called as such:
 * EveryType* obj = new EveryType(shelves, name);
 */
int main() {
    vector<vector<int>> shelves{{1}};
    EveryType obj(shelves, "x");
    cout << obj.addOne(1) << endl;
    return 0;
}
