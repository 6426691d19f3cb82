import unittest
from collections import Counter

import pytest
from solution import Celsius, Shelf, letters, mean, squares


class TestAll(unittest.TestCase):
    def test_values(self):
        self.assertAlmostEqual(mean([1, 2]), 1.5)
        self.assertEqual(squares(3), [0, 1, 4])
        self.assertTrue(all(x == y for x, y in zip(squares(3), [0, 1, 4], strict=True)))
        self.assertIn(4, squares(3))
        self.assertEqual(letters("aab"), Counter("aab"))
        self.assertEqual(letters("aab")["a"], 2)

    def test_objects(self):
        self.assertLess(abs(Celsius(100).in_fahrenheit() - 212), 1e-6)
        shelf = Shelf(["b"])
        shelf.put("a")
        self.assertEqual(shelf.books(), ["a", "b"])
        self.assertEqual(len(shelf), 2)

    def test_error(self):
        with self.assertRaises(KeyError):
            Shelf([]).take("a")


def test_output(capsys):
    Shelf(["a"]).show()
    assert capsys.readouterr().out == "a\n"
    assert Celsius(1).in_fahrenheit() == pytest.approx(33.8)
