#include <stdio.h>

static int next(long long *x) {
    int c = getchar(), sign = 1;
    while (c != EOF && c != '-' && (c < '0' || c > '9')) c = getchar();
    if (c == EOF) return 0;
    if (c == '-') sign = -1, c = getchar();
    for (*x = 0; c >= '0' && c <= '9'; c = getchar()) *x = *x * 10 + (c - '0');
    *x *= sign;
    return 1;
}

int main() {
    long long n, x, sum = 0;
    next(&n);
    while (n-- && next(&x)) sum += x;
    printf("%lld\n", sum);
    return 0;
}
