def stats(x): return {'mean':sum(x)/len(x),'n':len(x)}
