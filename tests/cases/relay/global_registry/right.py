registry=[]
def register(x): registry.append(x)
