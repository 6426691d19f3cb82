my @kept;
push @kept, "x" x 100000 while 1;
