import asyncio, pytest
from solution import fetch, gather_all, Res, agen
def test():
    assert asyncio.run(fetch(2)) == 4
@pytest.mark.asyncio
async def test_async():
    assert await fetch(3) == 6
    assert await gather_all([1,2]) == [2,4]
    r = await asyncio.gather(fetch(1), fetch(2))
    assert r == [2,4]
    with pytest.raises(ValueError):
        await fetch(-1)
    async with Res() as r:
        assert r.open
    assert not r.open
    assert [x async for x in agen(3)] == [0,1,2]
