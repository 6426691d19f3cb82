from unittest.mock import patch, MagicMock
import solution
class TestX:
    @patch("solution.fetch")
    def test_a(self, fetch):
        fetch.return_value = {"a": 1}
        assert solution.load("u") == 1
        fetch.assert_called_once_with("u")
    def test_b(self):
        with patch.object(solution, "fetch", lambda u: {"a": 5}):
            assert solution.load("z") == 5
        assert solution.load("z") == 0
