def notify(f, x): f(f)
