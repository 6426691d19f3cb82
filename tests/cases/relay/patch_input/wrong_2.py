def ask(): return int(input())*int(input())
