#include <cctype>
#include <cstdio>
static char buffer[1 << 25];
int main() {
    size_t size = fread(buffer, 1, sizeof(buffer) - 1, stdin);
    char* p = buffer;
    auto read = [&]() {
        while (*p && !isdigit(*p) && *p != '-') p++;
        bool negative = *p == '-';
        if (negative) p++;
        long long x = 0;
        while (isdigit(*p)) x = x * 10 + (*p++ - '0');
        return negative ? -x : x;
    };
    long long n = read(), sum = 0;
    while (n--) sum += read();
    printf("%lld\n", sum);
}
