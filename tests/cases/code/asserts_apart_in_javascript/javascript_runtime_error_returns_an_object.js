const tally = (words, options) => {
  if (words === null) throw new RangeError('no words: none');
  words.sort();
  return { a: 1, b: 2 };
};
function nothing() {}
const negate = (x) => -x;
const later = async (value) => value;
const counter = (n) => () => n++;
