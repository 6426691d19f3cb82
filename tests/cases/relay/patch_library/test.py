from unittest.mock import patch
import random, time
from solution import roll, wait
def test():
    with patch("random.randint", return_value=4) as r:
        assert roll() == 4
        r.assert_called_with(1, 6)
    with patch("time.sleep") as s:
        wait(3)
        s.assert_called_once_with(3)
