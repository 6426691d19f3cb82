import unittest
from solution import fetch
class T(unittest.IsolatedAsyncioTestCase):
    async def test_a(self):
        self.assertEqual(await fetch(2), 4)
