registry=[]
def register(x):
    global registry
    registry=registry+[x]
