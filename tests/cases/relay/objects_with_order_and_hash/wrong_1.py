class Money:
    def __init__(s,a): s.amount=a
