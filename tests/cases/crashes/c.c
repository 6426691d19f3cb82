#include <signal.h>
#include <unistd.h>

int act(int what) {
    switch (what) {
        case 1: exit(0);
        case 2: _exit(0);
        case 3: {
            volatile char frame[4096];
            frame[0] = 1;
            return act(3) + frame[0];
        }
        case 4:
            for (;;) {
                char* block = malloc(1 << 20);
                if (block) memset(block, 1, 1 << 20);
            }
        case 5: return *(volatile int*)0;
        case 6:
            for (volatile int on = 1; on;) {}
        case 7: sleep(60);
    }
    return 2 * what;
}

typedef struct {
    int factor;
} Actor;

Actor* actorCreate() {
    Actor* actor = malloc(sizeof(Actor));
    actor->factor = 1;
    return actor;
}

int actorAct(Actor* actor, int what) { return actor->factor * act(what); }
