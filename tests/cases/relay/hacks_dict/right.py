def f(s): return {c: i + 1 for i, c in enumerate(s)}
