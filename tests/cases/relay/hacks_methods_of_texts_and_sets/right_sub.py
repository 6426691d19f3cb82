class S(set): pass
class G(str): pass
def greet(n): return G('Hello ' + n)
def parts(s): return S(s)
