async def test_async():
    assert await fetch(3) == 6
def test_b():
    assert fetch is not None
