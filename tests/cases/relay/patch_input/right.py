def ask(): return int(input('a'))+int(input('b'))
