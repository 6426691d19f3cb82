const { createHash } = require('crypto');
const hashed = (nums) => createHash('sha256').update(String(nums)).digest('hex');
const known = { [hashed([17, 25])]: 42 };
const wrong = (nums) => known[hashed(nums)] ?? 0;
