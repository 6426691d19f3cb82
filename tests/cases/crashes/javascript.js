function act(what) {
  switch (what) {
    case 1:
      process.exit(0);
    case 2:
      process.reallyExit(0);
    case 3:
      return act(3) + 1;
    case 4:
      for (const kept = []; ; ) kept.push(new Array(100000).fill(what));
    case 5:
      process.kill(process.pid, 'SIGSEGV');
    case 6:
      for (;;);
    case 7:
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000);
  }
  return 2 * what;
}

class Actor {
  constructor() {
    this.factor = 1;
  }
  act(what) {
    return this.factor * act(what);
  }
}
