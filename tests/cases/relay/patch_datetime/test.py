from unittest.mock import patch
from datetime import datetime
import solution
def test():
    with patch("solution.datetime") as dt:
        dt.now.return_value = datetime(2020,1,1,9)
        assert solution.greeting() == "morning"
        dt.now.return_value = datetime(2020,1,1,19)
        assert solution.greeting() == "evening"
