from solution import a,b,c,e
import uuid, pathlib, datetime
def test():
    assert isinstance(a(), uuid.UUID)
    assert b() == pathlib.Path("/tmp/x")
    assert c().total_seconds() == 90
    assert e() == datetime.time(1,2)
