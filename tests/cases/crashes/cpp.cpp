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
            for (vector<string> kept;;) kept.emplace_back(1 << 20, 'x');
        case 5: return *(volatile int*)nullptr;
        case 6:
            for (volatile bool on = true; on;) {}
        case 7: sleep(60);
    }
    return 2 * what;
}

class Actor {
    int factor = 1;

public:
    int act(int what) { return factor * ::act(what); }
};
