def avg():
    t=n=0
    a=None
    while True:
        x = yield a
        t+=x; n+=1; a=t/n
