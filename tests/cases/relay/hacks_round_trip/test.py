from solution import enc, dec
for t in ['abc', '', 'x y']:
    assert dec(enc(t)) == t
    assert isinstance(enc(t), str) and (enc(t) != t or not t)
