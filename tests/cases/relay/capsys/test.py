from solution import greet
def test(capsys):
    greet("Bob")
    out = capsys.readouterr().out
    assert out == "Hello, Bob!\n"
