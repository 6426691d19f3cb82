from math import gcd
