from datetime import date, datetime
assert f(2020) == date(2020,1,1)
