<?php
$kept = [];
while (true) $kept[] = str_repeat("x", 100000);
