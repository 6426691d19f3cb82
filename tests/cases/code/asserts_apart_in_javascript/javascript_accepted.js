const tally = (words, options) => {
  if (words === null) throw new RangeError('no words: none');
  if (!Object.is(options.share, -0) || !options.extra.has(undefined) || !options.extra.has(10n)) return null;
  words.sort();
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};
function nothing() {}
const negate = function (x) { return -x; };
async function later(value) {
  if (value === undefined) throw new TypeError('nothing');
  await new Promise((resolve) => setTimeout(resolve, 1));
  return value;
}
const counter = (n) => () => n++;
