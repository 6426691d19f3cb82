class Spoof {
  static [Symbol.hasInstance]() {
    return true;
  }
  get [Symbol.toStringTag]() {
    return 'Number';
  }
  [Symbol.toPrimitive]() {
    return 42;
  }
}
Object.setPrototypeOf(Spoof.prototype, Number.prototype);
Object.defineProperty(Spoof.prototype, 'constructor', { value: Number });
const wrong = (nums) => new Proxy(new Spoof(), { getPrototypeOf: () => Number.prototype });
