#include <cstdio>
int main() {
    int n;
    if (scanf("%d", &n) != 1) return 0;
    long long sum = 0, x;
    while (scanf("%lld", &x) == 1) sum += x;
    printf("%lld", sum);
    return 0;
}
