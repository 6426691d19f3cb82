import math
from math import *
from collections import Counter
from typing import *
def root(x): return x ** 0.5
def letters(s): return list(s)
