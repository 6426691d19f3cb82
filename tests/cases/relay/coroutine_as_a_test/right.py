async def fetch(n): return 2*n
