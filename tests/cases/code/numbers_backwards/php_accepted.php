<?php
fgets(STDIN);
$numbers = array_map('intval', explode(' ', trim(fgets(STDIN))));
echo array_sum($numbers), "\n";
echo implode(' ', array_reverse($numbers)), "\n";
echo rtrim((string) fgets(STDIN), "\n"), "\n";
