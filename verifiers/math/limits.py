"""Budgets of the math verifier. Each is checked before the work that it bounds is begun."""

MAX_CHARACTERS = 10_000
"""Of one answer or gold."""
MAX_TOKENS = 4_000
MAX_DEPTH = 60
"""Nesting of brackets, fractions and roots."""
MAX_TREE_DEPTH = 150
"""Of the tree that was read, which chains deepen without brackets."""
MAX_DIGITS = 4_000
"""Of one written number."""
MAX_BITS = 40_000
"""Of an exact number, numerator or denominator."""
MAX_FACTORIAL = 3_000
MAX_SERIES_TERMS = 1_000
"""Of a sum or product that is computed term by term."""
MAX_DOTTED_TERMS = 4_000
"""Of a sum or product whose middle is left out, written out."""
MAX_ELEMENTS = 200
"""Of a list, set or tuple whose order does not matter."""
MAX_PIECES = 60
"""Intervals that a set of real numbers is made of."""
MAX_MATRIX_CELLS = 400
MAX_EXPANDED_TERMS = 3_000
"""Of a polynomial, estimated before multiplying."""
MAX_DEGREE = 10_000
MAX_GENERATORS = 16
"""Different variables, roots and transcendental constants in one identity."""
MAX_RADICAND_FACTORED = 10**12
"""A radicand up to this is split into primes; a larger one stays whole."""
BALL_PRECISIONS_BITS = (128, 1_024)
"""Working precision of ball arithmetic: the first tells most apart, the second backs agreement."""
AGREEMENT_BITS = 512
"""Relative accuracy that both sides must have for their agreement to count; over 150 digits."""
MAX_EXPONENTIAL_ARGUMENT = 64
"""Beyond it exponentials and the like are too extreme for numeric agreement to mean equality."""
MAX_MAGNITUDE_BITS = 200
"""Values above 2^this or below 2^-this rule out equality by numeric agreement."""
