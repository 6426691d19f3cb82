import unittest
from solution import first
class T(unittest.TestCase):
    def test(self):
        self.assertEqual(first(iter([5])), 5)
        with self.assertRaises(StopIteration):
            first(iter([]))
