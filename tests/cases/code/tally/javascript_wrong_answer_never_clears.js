class Tally {
  sum = 0;
  add(item) { return (this.sum += item); }
  total() { return this.sum; }
  clear() {}
}
