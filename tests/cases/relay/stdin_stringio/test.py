import sys, io
from solution import total
def test(monkeypatch):
    monkeypatch.setattr('sys.stdin', io.StringIO("1 2\n3\n"))
    assert total() == 6
def test_b():
    sys.stdin = io.StringIO("5\n")
    assert total() == 5
    sys.stdin = sys.__stdin__
def test_c(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    assert total() == 1
