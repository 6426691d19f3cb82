def test_password(p): return len(p) >= 8
