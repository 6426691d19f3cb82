// Draws the service's MathML: lists of an element's name and its children, from names on this list and no others.

const NAMESPACE = "http://www.w3.org/1998/Math/MathML";
const TOKENS = new Set(["mi", "mn", "mo", "mtext"]);
const ELEMENTS = new Set([
  ...TOKENS, "mrow", "mfrac", "msqrt", "mroot", "msup", "msub", "mover", "munder", "munderover", "mtable", "mtr", "mtd",
]);

function drawn([name, ...children]) {
  if (!ELEMENTS.has(name)) throw new TypeError(`the service sent an element that is not drawn: ${name}`);
  const node = document.createElementNS(NAMESPACE, name);
  if (TOKENS.has(name)) node.textContent = String(children[0]);
  else node.append(...children.map(drawn));
  return node;
}

export function formula(tree) {
  const math = document.createElementNS(NAMESPACE, "math");
  math.setAttribute("display", "block");
  math.append(drawn(tree));
  return math;
}
