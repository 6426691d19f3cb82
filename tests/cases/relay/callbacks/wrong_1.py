class EventBus:
    def __init__(s): s.h={}
    def on(s,e,f): s.h[e]=[f]
    def emit(s,e,v):
        for f in s.h.get(e,[]): f(v)
