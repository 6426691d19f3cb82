kept <- list()
while (TRUE) kept[[length(kept) + 1]] <- as.numeric(1:100000) + 0.5
