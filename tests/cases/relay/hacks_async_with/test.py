import asyncio
from solution import Conn
async def main():
    async with Conn(3) as c:
        assert c.x == 3
asyncio.run(main())
