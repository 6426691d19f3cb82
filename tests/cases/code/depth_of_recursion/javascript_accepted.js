var depth = function (steps) {
  if (steps === 0) return 0;
  const [below, step] = [depth(steps - 1), 1];
  return below + step;
};
