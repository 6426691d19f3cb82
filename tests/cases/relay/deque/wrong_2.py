def window(xs,k): return xs[-k:]
