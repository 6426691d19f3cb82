from unittest.mock import patch
from solution import roll
def test():
    with patch("solution.random.randint", return_value=4) as r:
        assert roll() == 4
