def ask(): return 7
