die "not today";
