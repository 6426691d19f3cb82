numbers <- numeric(1e14)
