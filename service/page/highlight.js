// Colours for programs: enough to read by, in linear time, for families of languages rather than for each.

import { block, element } from "./dom.js";

const WORDS = new Set((
  "abstract and as async await begin bool boolean break case catch char class const continue def default del do done double elif " +
  "else elsif end enum esac except export extends extern false False fi final finally float fn for foreach from fun func function " +
  "global go goto if impl import in include int integer interface is lambda let local long loop match mod module mut my namespace " +
  "new nil None nonlocal not null nullptr object of operator or override package pass print private protected pub public raise rec " +
  "ref require rescue return self sealed short signed sizeof static str string String struct sub super switch template then this " +
  "throw throws trait true True try type typedef typename union unless unsafe unsigned until use using val var vector virtual void " +
  "volatile when where while with yield"
).split(" "));

const LONGEST = 200_000;
const TEXTS = String.raw`"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'`;
const NUMBERS = String.raw`\b(?:0[xXbBoO][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)\b`;
const SLASHES = String.raw`\/\/[^\n]*|\/\*[^]*?\*\/`;
const HASHES = String.raw`#[^\n]*`;

const family = (comments, texts = TEXTS) => new RegExp(`(${comments})|(${texts})|(${NUMBERS})|([A-Za-z_]\\w*)`, "g");
const FAMILIES = [
  [["python"], family(HASHES, String.raw`"""[^]*?"""|'''[^]*?'''|${TEXTS}`)],
  [["bash", "perl", "ruby", "r", "julia"], family(HASHES)],
  [["php"], family(`${HASHES}|${SLASHES}`)],
  [["javascript", "typescript", "go"], family(SLASHES, String.raw`\`(?:[^\`\\]|\\[^])*\`|${TEXTS}`)],
  // A lone quote is a lifetime in Rust, and a name's end in Haskell and OCaml.
  [["rust"], family(SLASHES, String.raw`"(?:[^"\\]|\\[^])*"|'(?:[^'\\\n]|\\[^]{1,8})'`)],
  [["haskell"], family(String.raw`--[^\n]*|\{-[^]*?-\}`, String.raw`"(?:[^"\\\n]|\\[^])*"`)],
  [["ocaml"], family(String.raw`\(\*[^]*?\*\)`, String.raw`"(?:[^"\\]|\\[^])*"`)],
  [["lua"], family(String.raw`--\[\[[^]*?\]\]|--[^\n]*`)],
];
const OTHERS = family(SLASHES);

const piecesOf = (language) => FAMILIES.find(([names]) => names.includes(language))?.[1] ?? OTHERS;

export function program(text, language) {
  const node = block("The program that was judged");
  if (text.length > LONGEST) {
    node.append(text);
    return node;
  }
  let end = 0;
  for (const found of text.matchAll(piecesOf(language))) {
    const [piece, comment, string, figure] = found;
    const kind = comment ? "comment" : string ? "string" : figure ? "figure" : WORDS.has(piece) ? "keyword" : "";
    if (!kind) continue;
    node.append(text.slice(end, found.index), element("span", { class: kind }, piece));
    end = found.index + piece.length;
  }
  node.append(text.slice(end));
  return node;
}

// The completion with the places marked that were judged: `spans` as [start, end] in characters, in order.
export function located(text, spans) {
  const node = block("The completion, with what was judged marked");
  const characters = spans.length ? Array.from(text) : [];
  let end = 0;
  for (const [from, to] of spans) {
    node.append(characters.slice(end, from).join(""), element("mark", {}, characters.slice(from, to).join("")));
    end = to;
  }
  node.append(spans.length ? characters.slice(end).join("") : text);
  return node;
}

// Where the text stands for the last time; nothing if it does not stand there as it is.
export function lastPlaceOf(text, part) {
  const start = part ? text.lastIndexOf(part) : -1;
  if (start < 0) return [];
  const before = Array.from(text.slice(0, start)).length;
  return [[before, before + Array.from(part).length]];
}
