class Same extends Number {
  valueOf() {
    return 42;
  }
  toString() {
    return '42';
  }
  toJSON() {
    return 42;
  }
}
class Items extends Array {
  toString() {
    return '42';
  }
  toJSON() {
    return 42;
  }
}
const wrong = (nums) => (nums.length % 2 ? new Items(42) : new Same(0));
