from unittest.mock import Mock
from solution import notify
m = Mock()
notify(m, 3)
m.assert_called_once_with(6)
assert m.call_args_list[0][0] == (6,)
assert m.call_count == 1
