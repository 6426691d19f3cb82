import math

gcd = math.gcd
