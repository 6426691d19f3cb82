from solution import f
for i in [2]:
    assert f(i) == 4
    assert f(i) in [4, 5]
    assert [f(i)] == [4]
    assert str(f(i) + 1) == '5'
