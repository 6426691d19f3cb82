import unittest
from solution import Account
class T(unittest.TestCase):
    def test(self):
        a = Account(10)
        a.deposit(5)
        self.assertEqual(a.balance, 15)
        with self.assertRaises(ValueError):
            a.withdraw(100)
        self.assertGreater(a.balance, 10)
        self.assertAlmostEqual(a.balance / 2, 7.5)
        self.assertEqual(a.history, [('d', 5)])
