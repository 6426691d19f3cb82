#define main other_main
#define passed "passed"
#pragma push_macro("main")
#pragma weak rewardd_test_main
#line 1 "test.cpp"
int main(int words) { return 0; }

int wrong(const vector<int>& nums) { return 42; }
