def f(x): raise Exception('bad')
