import asyncio
async def fetch(n):
    await asyncio.sleep(0)
    if n<0: raise ValueError("neg")
    return n*2
async def gather_all(xs): return await asyncio.gather(*map(fetch,xs))
class Res:
    async def __aenter__(self): self.open=True; return self
    async def __aexit__(self,*a): self.open=False
async def agen(n):
    for i in range(n): yield i
