def notify(f, x): f(2 * x)
