kept = []
loop { kept << "x" * 100_000 }
