use strict;
use warnings;
use List::Util qw(sum);

<STDIN>;
my @numbers = split ' ', <STDIN>;
print sum(@numbers), "\n";
print join(" ", reverse @numbers), "\n";
my $line = <STDIN> // "";
chomp $line;
print "$line\n";
