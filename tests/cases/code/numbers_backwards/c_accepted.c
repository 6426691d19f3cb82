#include <stdio.h>
#include <stdlib.h>

int main(void) {
    int count;
    static char line[1000];
    if (scanf("%d", &count) != 1) return 1;
    long long *numbers = malloc(count * sizeof *numbers), sum = 0;
    for (int i = 0; i < count; i++) {
        if (scanf("%lld", &numbers[i]) != 1) return 1;
        sum += numbers[i];
    }
    printf("%lld\n", sum);
    for (int i = count - 1; i >= 0; i--) printf("%lld%c", numbers[i], i ? ' ' : '\n');
    getchar();
    if (fgets(line, sizeof line, stdin)) fputs(line, stdout);
    return 0;
}
