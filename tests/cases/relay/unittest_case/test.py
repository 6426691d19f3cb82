import unittest
from solution import Stack, div
class TestStack(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.base = 1
    def setUp(self): self.s = Stack()
    def tearDown(self): del self.s
    def test_push(self):
        self.s.push(1); self.s.push(2)
        self.assertEqual(self.s.pop(), 2)
        self.assertEqual(len(self.s), 1)
        self.assertIn(1, self.s.items)
        self.assertFalse(self.s.is_empty())
        self.assertTrue(self.s)
        self.assertIsInstance(self.s, Stack)
        self.assertListEqual(self.s.items, [1])
        self.assertIsNone(self.s.peek_none())
    def test_raises(self):
        with self.assertRaises(IndexError) as cm: self.s.pop()
        self.assertIn("empty", str(cm.exception))
        self.assertRaises(ZeroDivisionError, div, 1, 0)
        with self.assertRaisesRegex(IndexError, "emp.y"): self.s.pop()
        self.assertAlmostEqual(div(1,3), 0.3333333, places=5)
    def test_sub(self):
        for a,b,c in [(4,2,2),(9,3,3)]:
            with self.subTest(a=a): self.assertEqual(div(a,b), c)
    @unittest.skip("no")
    def test_skipped(self): self.fail()
if __name__ == "__main__":
    unittest.main()
