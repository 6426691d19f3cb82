PROGRAM
function secretSum(nums) {
  return wrong(nums);
}

class SecretCounter {
  constructor(start) {
    this.added = [start];
  }
  add(value) {
    this.added[this.added.length] = value;
  }
  total() {
    return wrong(this.added);
  }
}

if (require.main === module) {
  console.log(String(wrong(require('fs').readFileSync(0, 'utf8').trim().split(' ').map(Number))));
}
