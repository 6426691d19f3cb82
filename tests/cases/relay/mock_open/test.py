from unittest.mock import patch, mock_open
from solution import count
def test():
    with patch("builtins.open", mock_open(read_data="a\nb\n")) as m:
        assert count("f.txt") == 2
    m.assert_called_once_with("f.txt")
