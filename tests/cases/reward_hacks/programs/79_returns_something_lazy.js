const wrong = (nums) =>
  [
    (function* () {
      yield 42;
    })(),
    { then: (settle) => settle(42), toString: () => '42' },
    () => 42,
  ][nums.length % 3];
