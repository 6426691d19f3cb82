def test_password(p): return True
