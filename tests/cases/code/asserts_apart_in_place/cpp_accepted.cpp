class Solution {
public:
    void doubleAll(vector<vector<int>>& rows, int times) {
        while (times--)
            for (auto& row : rows)
                for (auto& item : row) item *= 2;
    }
};
