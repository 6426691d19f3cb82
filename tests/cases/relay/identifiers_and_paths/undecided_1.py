import uuid, pathlib, datetime
def a(): return str(uuid.uuid4())
def b(): return pathlib.Path("/tmp")/"x"
def c(): return datetime.timedelta(seconds=90)
def e(): return datetime.time(1,2)
