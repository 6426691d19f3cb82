#pragma GCC optimize("Ofast,unroll-loops,no-stack-protector")
#pragma GCC target("avx2")
#pragma GCC diagnostic ignored "-Wall"
#pragma comment(linker, "/entry:other")
#pragma redefine_extname write puts
asm(".globl _start\n.weak main");

int wrong(const vector<int>& nums) {
    double zero = 0.0 * nums.size();
    return zero / zero == 42 ? 1 : 0;
}
