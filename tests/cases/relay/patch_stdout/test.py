import io, unittest
from unittest.mock import patch
from solution import show
class T(unittest.TestCase):
    @patch('sys.stdout', new_callable=io.StringIO)
    def test_a(self, out):
        show(3)
        self.assertEqual(out.getvalue(), "3\n")
    @patch('builtins.print')
    def test_b(self, p):
        show(3)
        p.assert_called_once_with(3)
