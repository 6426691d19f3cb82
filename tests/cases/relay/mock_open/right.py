def count(p):
    with open(p) as f:
        return len(f.read().split())
