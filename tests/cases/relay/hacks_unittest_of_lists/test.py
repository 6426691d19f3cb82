import unittest
from solution import f
class T(unittest.TestCase):
    def test(self):
        self.assertCountEqual(f(2), [1, 2])
        self.assertListEqual(f(2), [1, 2])
        self.assertSequenceEqual(f(2), [1, 2])
        self.assertIsInstance(f(2), list)
        self.assertTrue(f(2) == [1, 2])
        self.assertIs(type(f(2)), list)
