from unittest.mock import patch
from solution import ask
def test():
    with patch('builtins.input', side_effect=["3","4"]):
        assert ask() == 7
    with patch('builtins.input', return_value="5"):
        assert ask() == 10
