def stats(x): return {'mean':max(x),'n':len(x)}
