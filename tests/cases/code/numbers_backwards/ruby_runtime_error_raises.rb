raise "not today"
