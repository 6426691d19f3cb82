var depth = (steps) => depth(steps + 1) + 1;
