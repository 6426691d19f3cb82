const tally = (words: string[], options: { share: number; extra: Set<unknown> }): Map<string, number> => {
  if (words === null) throw new RangeError('no words: none');
  words.sort();
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};
function nothing(): void {}
const negate = (x: number): number => -x;
async function later<T>(value: T): Promise<T> {
  if (value === undefined) throw new TypeError('nothing');
  return value;
}
const counter = (n: number) => () => n++;
