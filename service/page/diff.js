// Expected beside actual, line by line; where one line took another's place, also character by character.

import { block, element } from "./dom.js";

const MOST_LINES = 400;
const MOST_CHARACTERS = 500;

// The longest common subsequence of two short lists, as steps of [sign, what].
function steps(expected, actual) {
  const table = Array.from({ length: expected.length + 1 }, () => new Uint16Array(actual.length + 1));
  for (let i = expected.length - 1; i >= 0; i--) {
    for (let j = actual.length - 1; j >= 0; j--) {
      table[i][j] = expected[i] === actual[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  const result = [];
  let i = 0;
  let j = 0;
  while (i < expected.length || j < actual.length) {
    if (i < expected.length && j < actual.length && expected[i] === actual[j]) {
      result.push([" ", expected[i++]]);
      j++;
    } else if (j >= actual.length || (i < expected.length && table[i + 1][j] >= table[i][j + 1])) result.push(["-", expected[i++]]);
    else result.push(["+", actual[j++]]);
  }
  return result;
}

const KINDS = { "-": "removed", "+": "added", " ": "" };

// A line's characters, those marked that the other line does not have.
function line(sign, text, other) {
  const node = element("span", { class: KINDS[sign] }, `${sign} `);
  if (other === undefined || text.length > MOST_CHARACTERS || other.length > MOST_CHARACTERS) node.append(text);
  else {
    for (const [kind, character] of steps(Array.from(text), Array.from(other))) {
      if (kind === "-") node.append(element("b", {}, character));
      else if (kind === " ") node.append(character);
    }
  }
  node.append("\n");
  return node;
}

export function difference(expected, actual) {
  const node = block("Expected (minus) and actual (plus) output");
  const [left, right] = [expected.split("\n"), actual.split("\n")];
  const found = steps(left.slice(0, MOST_LINES), right.slice(0, MOST_LINES));
  for (let index = 0; index < found.length; index++) {
    const [sign, text] = found[index];
    const [next, replacing] = found[index + 1] ?? [];
    if (sign === "-" && next === "+" && found[index + 2]?.[0] !== "+" && found[index - 1]?.[0] !== "-") {
      node.append(line("-", text, replacing), line("+", replacing, text));
      index++;
    } else node.append(line(sign, text));
  }
  const more = Math.max(left.length, right.length) - MOST_LINES;
  if (more > 0) node.append(element("span", { class: "comment" }, `… ${more} more lines\n`));
  return node;
}
