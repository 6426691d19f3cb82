/* Proves that a test program that shares its process with the candidate's code came to its end; C and C++.

   The proof comes as the request and is taken before any of the candidate's code runs, its constructors
   among it. HIDDEN is a name that is made anew for each program, so that the candidate's cannot use what is
   here. This comes before the candidate's text, whose macros therefore do not reach it. */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned char HIDDEN_frame[128];
static size_t HIDDEN_length;

static void HIDDEN_take(int count, char **words, char **variables) {
    ssize_t got;
    (void)count, (void)words, (void)variables;
    while (HIDDEN_length < sizeof HIDDEN_frame &&
           (got = read(3, HIDDEN_frame + HIDDEN_length, sizeof HIDDEN_frame - HIDDEN_length)) > 0)
        HIDDEN_length += got;
}

__attribute__((section(".preinit_array"), used)) static void (*HIDDEN_taking)(int, char **, char **) = HIDDEN_take;

static void HIDDEN_end(int status) {
    fflush(NULL);
    if (status == 0 && write(4, HIDDEN_frame, HIDDEN_length) != (ssize_t)HIDDEN_length) status = 1;
    _exit(status);
}

#ifdef __cplusplus
static void HIDDEN_prove(int (*test)()) { HIDDEN_end(test()); }

static void HIDDEN_prove(int (*test)(int, char **)) {
    static char name[] = "main";
    static char *words[] = {name, nullptr};
    HIDDEN_end(test(1, words));
}

static void HIDDEN_prove(void (*test)()) {
    test();
    HIDDEN_end(0);
}
#endif
