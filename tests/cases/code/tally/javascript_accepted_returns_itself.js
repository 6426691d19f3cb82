class Tally {
  items = [];
  add = (item) => this.items.push(item);
  total() { return this.items.reduce((sum, item) => sum + item, 0); }
  clear() { this.items = []; return this; }
}
