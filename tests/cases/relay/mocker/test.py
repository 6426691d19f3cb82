import solution
def test(mocker, capsys):
    m = mocker.patch("solution.fetch", return_value={"a": 2})
    assert solution.load("u") == 2
    m.assert_called_once_with("u")
