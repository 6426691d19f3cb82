'use strict';
// The loop of PROTOCOL.md for JavaScript, and for TypeScript once its types are erased.
//
// The candidate's program runs in this same realm and may patch whatever it finds there. What the loop
// needs is therefore taken before the program is loaded, and after that only these bindings, operators
// and indices are used. A patched realm can then change the program's own answers and nothing else.

const fs = require('fs');
const vm = require('vm');
const path = require('path');
const { isPromise } = require('util').types;
const { tag, untag } = require('./tagged.js');

const { readSync, writeSync } = fs;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { isInteger } = Number;
const { apply, construct, getPrototypeOf, ownKeys, getOwnPropertyDescriptor } = Reflect;
const { parse, stringify: quote } = JSON;
const { utf8Slice, utf8Write } = Buffer.prototype;
const { allocUnsafe, byteLength } = Buffer;
const { toWellFormed, toLowerCase, replaceAll } = String.prototype;
const toText = String;
const toNumber = Number;
const toBigInt = BigInt;
const failure = Error;
const exit = process.reallyExit;
const runScript = vm.runInThisContext;

const REQUEST_DESCRIPTOR = 3;
const ANSWER_DESCRIPTOR = 4;
const MAX_NODES = 1_000_000;
const MAX_ERROR_CHARS = 2_000;
const MAX_DEPTH = 1_000;

const entry = JSON.parse(fs.readFileSync(path.join(__dirname, 'entry.json'), 'utf8'));

class Misfit extends failure {}

// ---- JSON, read from bytes: exact integers where a bigint is wanted, NaN and infinities -------------

let bytes;
let at;
let exact;

function readValue() {
  while (bytes[at] <= 32) at++;
  switch (bytes[at]) {
    case 0x5b: // [
      return readArray();
    case 0x22: // "
      return readString();
    case 0x74: // true
      at += 4;
      return true;
    case 0x66: // false
      at += 5;
      return false;
    case 0x6e: // null
      at += 4;
      return null;
    case 0x4e: // NaN
      at += 3;
      return NaN;
    case 0x7b: // {
      throw new Misfit('the argument is an object, and there is no type for those');
    default:
      return readNumber();
  }
}

function readArray() {
  const values = [];
  let count = 0;
  at++;
  while (bytes[at] <= 32) at++;
  if (bytes[at] === 0x5d) {
    at++;
    return values;
  }
  for (;;) {
    values[count++] = readValue();
    while (bytes[at] <= 32) at++;
    if (bytes[at++] === 0x5d) return values;
  }
}

const ESCAPES = { __proto__: null, b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function readString() {
  let value = '';
  let start = ++at;
  for (;;) {
    const next = bytes[at];
    if (next === 0x22 || next === 0x5c) {
      if (at > start) value += apply(utf8Slice, bytes, [start, at]);
      at++;
      if (next === 0x22) return value;
      const escape = apply(utf8Slice, bytes, [at, at + 1]);
      if (escape === 'u') {
        value += quoted(apply(utf8Slice, bytes, [at + 1, at + 5]));
        at += 5;
      } else {
        value += ESCAPES[escape] ?? escape;
        at++;
      }
      start = at;
    } else {
      at++;
    }
  }
}

const fromCharCode = String.fromCharCode;
const quoted = (hex) => fromCharCode(toNumber('0x' + hex));

function readNumber() {
  const start = at;
  let whole = true;
  for (; at < bytes.length; at++) {
    const next = bytes[at];
    if (next === 0x2c || next === 0x5d || next <= 32) break;
    if (next !== 0x2d && (next < 0x30 || next > 0x39)) whole = false;
  }
  const text = apply(utf8Slice, bytes, [start, at]);
  return exact && whole ? toBigInt(text) : toNumber(text);
}

// ---- Values and their types: `null` for one that needs no conversion, else {of, depth} ---------------

let nodes;

function convert(value, type) {
  if (type === null) return plain(value);
  return convertAt(value, type.of, type.depth);
}

function convertAt(value, of, depth) {
  if (depth > 0) {
    if (!isArray(value)) throw new Misfit('the argument ' + show(value) + ' does not fit an array of ' + of);
    const values = [];
    for (let i = 0; i < value.length; i++) values[i] = convertAt(value[i], of, depth - 1);
    return values;
  }
  if (of === 'ListNode') return readLinked(value);
  if (of === 'TreeNode') return readTree(value);
  return of === 'bigint' ? value : plain(value);
}

function plain(value) {
  if (typeof value === 'bigint') return toNumber(value);
  if (!exact || !isArray(value)) return value;
  const values = [];
  for (let i = 0; i < value.length; i++) values[i] = plain(value[i]);
  return values;
}

function show(value) {
  return typeof value === 'object' ? 'array or null' : toText(value);
}

function nodeValues(value, of) {
  if (value === null) return [];
  if (!isArray(value)) throw new Misfit('the argument ' + show(value) + ' does not fit ' + of);
  return value;
}

function readLinked(value) {
  const values = nodeValues(value, 'ListNode');
  let next = null;
  for (let i = values.length - 1; i >= 0; i--) {
    const node = construct(nodes.ListNode, [plain(values[i])]);
    node.next = next;
    next = node;
  }
  return next;
}

function readTree(value) {
  const values = nodeValues(value, 'TreeNode');
  if (values.length === 0 || values[0] === null) return null;
  const made = [makeTreeNode(values[0])];
  let count = 1;
  for (let parent = 0, i = 1; i < values.length && parent < count; parent++, i += 2) {
    if (values[i] !== null) made[parent].left = made[count++] = makeTreeNode(values[i]);
    if (i + 1 < values.length && values[i + 1] !== null) {
      made[parent].right = made[count++] = makeTreeNode(values[i + 1]);
    }
  }
  return made[0];
}

function makeTreeNode(value) {
  const node = construct(nodes.TreeNode, [plain(value)]);
  node.left ??= null;
  node.right ??= null;
  return node;
}

function write(value, type, depth = 0) {
  const of = type !== null && type.depth === depth ? type.of : '';
  if (depth > MAX_DEPTH) throw new Misfit('the value is nested too deeply');
  if (value === null || value === undefined) {
    return of === 'ListNode' || of === 'TreeNode' ? '[]' : 'null';
  }
  switch (typeof value) {
    case 'number':
      return writeNumber(value, of);
    case 'string':
      return quote(apply(toWellFormed, value, []));
    case 'boolean':
    case 'bigint':
      return toText(value);
    case 'object':
      if (isArray(value) || isView(value)) return writeArray(value, type, depth);
      if (of !== 'TreeNode' && 'next' in value && 'val' in value) return writeLinked(value);
      if ('left' in value && 'right' in value && 'val' in value) return writeTree(value);
  }
  throw new Misfit('a value of type ' + typeof value + ' cannot be written');
}

function writeNumber(value, of) {
  const text = toText(value);
  if (of === 'double') {
    if (!isInteger(value)) return text;
    return (value === 0 && 1 / value < 0 ? '-0' : text) + (value > -1e21 && value < 1e21 ? '.0' : '');
  }
  if (of === 'integer' && isInteger(value)) return toText(toBigInt(value));
  return text;
}

function writeArray(values, type, depth) {
  let text = '[';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) text += ',';
    text += write(values[i], type, depth + 1);
  }
  return text + ']';
}

function writeLinked(first) {
  let text = '[';
  let count = 0;
  for (let node = first; node !== null && node !== undefined; node = node.next) {
    if (++count > MAX_NODES) throw new Misfit('the list has more than ' + MAX_NODES + ' nodes, or a cycle');
    text += (count > 1 ? ',' : '') + write(node.val, null);
  }
  return text + ']';
}

function writeTree(root) {
  const level = [root];
  let count = 1;
  let text = '[';
  let missing = '';
  for (let i = 0; i < count; i++) {
    const node = level[i];
    if (node === null || node === undefined) {
      missing += ',null';
      continue;
    }
    if (count > 2 * MAX_NODES) throw new Misfit('the tree has more than ' + MAX_NODES + ' nodes, or a cycle');
    text += missing + (i > 0 ? ',' : '') + write(node.val, null);
    missing = '';
    level[count++] = node.left;
    level[count++] = node.right;
  }
  return text + ']';
}

// ---- Calling the candidate ---------------------------------------------------------------------------

const simplify = (name) => apply(toLowerCase, apply(replaceAll, name, ['_', '']), []);

/** The value of a global or a top-level `let`, `const` or `class`. */
function binding(name) {
  return runScript('typeof ' + name + ' === "undefined" ? undefined : ' + name);
}

function findMethod(object, wanted) {
  if (typeof object[wanted] === 'function') return object[wanted];
  for (let owner = object; owner !== null; owner = getPrototypeOf(owner)) {
    const keys = ownKeys(owner);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (typeof key === 'string' && simplify(key) === simplify(wanted) && typeof object[key] === 'function') {
        return object[key];
      }
    }
  }
  return undefined;
}

function findFunction() {
  const solution = binding('Solution');
  if (typeof solution === 'function') {
    const method = findMethod(construct(solution, []), entry.name);
    if (method !== undefined) return { owner: () => construct(solution, []), method };
    const shared = findMethod(solution, entry.name);
    if (shared !== undefined) return { owner: () => solution, method: shared };
  }
  const found = findGlobal();
  if (found === undefined) throw new Misfit('no function ' + entry.name + ' is defined');
  return { owner: () => undefined, method: found };
}

function findGlobal() {
  for (let i = 0; i < entry.names.length; i++) {
    const value = binding(entry.names[i]);
    if (typeof value === 'function') return value;
  }
  const exported = globalThis.module?.exports;
  if (typeof exported === 'function') return exported;
  return exported === null || exported === undefined ? undefined : findMethod(exported, entry.name);
}

let target;

function call(values) {
  target ??= findFunction();
  const owner = target.owner();
  const given = convertAll(values, entry.signature);
  const settle = (result) => {
    const { returns, isVoid } = entry.signature;
    const changed = isVoid || (isVoid === null && result === undefined);
    return changed ? write(given[0], entry.signature.params[0] ?? null) : write(result, returns);
  };
  const result = apply(target.method, owner, given);
  return isPromise(result) ? settleLater(result, settle) : settle(result);
}

async function settleLater(promise, settle) {
  return settle(await promise);
}

function convertAll(values, signature) {
  const given = [];
  for (let i = 0; i < values.length; i++) given[i] = convert(values[i], signature.params[i] ?? null);
  return given;
}

const UNTYPED = { params: [], returns: null, isVoid: null };

async function operate(request) {
  const operations = request[0];
  const values = request[1];
  const type = findGlobal();
  if (type === undefined) throw new Misfit('no class ' + entry.name + ' is defined');
  const object = construct(type, convertAll(values[0], entry.constructor));
  let text = '[null';
  for (let i = 1; i < operations.length; i++) {
    const method = findMethod(object, operations[i]);
    if (method === undefined) throw new Misfit('no method ' + operations[i] + ' is defined');
    const signature = entry.methods[operations[i]] ?? UNTYPED;
    let result = apply(method, object, convertAll(values[i], signature));
    if (isPromise(result)) result = await result;
    text += ',' + (signature.isVoid ? 'null' : write(result, signature.returns));
  }
  return text + ']';
}

const kept = [];
const keep = (found) => kept.push(found) - 1;

/** A call that a test makes from another box; see tester.js. */
async function answerTest(request) {
  const place = request[0];
  const given = untag(request[1]);
  const found = typeof place === 'number' ? kept[place] : (binding(place) ?? globalThis.module?.exports?.[place]);
  if (typeof found !== 'function') throw new Misfit('no function ' + place + ' is defined');
  const result = apply(found, undefined, given);
  const value = isPromise(result) ? await settled(result) : tag(result, keep);
  return quote(value) + ',"arguments":' + quote(tag(given, keep));
}

async function settled(promise) {
  try {
    return { promise: tag(await promise, keep) };
  } catch (error) {
    return { rejected: toText(error) };
  }
}

// ---- Frames ------------------------------------------------------------------------------------------

function readFully(buffer) {
  for (let filled = 0; filled < buffer.length; ) {
    const count = readSync(REQUEST_DESCRIPTOR, buffer, filled, buffer.length - filled, null);
    if (count === 0) return false;
    filled += count;
  }
  return true;
}

function readFrame() {
  const head = allocUnsafe(4);
  if (!readFully(head)) return false;
  bytes = allocUnsafe(head[0] * 0x1000000 + head[1] * 0x10000 + head[2] * 0x100 + head[3]);
  at = 0;
  return readFully(bytes);
}

function writeFrame(text) {
  const length = byteLength(text);
  const frame = allocUnsafe(4 + length);
  frame[0] = length >>> 24;
  frame[1] = length >>> 16;
  frame[2] = length >>> 8;
  frame[3] = length;
  apply(utf8Write, frame, [text, 4, length]);
  for (let written = 0; written < frame.length; ) {
    written += writeSync(ANSWER_DESCRIPTOR, frame, written, frame.length - written);
  }
}

function describe(error) {
  let text = 'an exception that cannot be shown';
  let lines = 1;
  try {
    const isPlain = error instanceof Misfit || entry.kind === 'tested';
    text = error instanceof Misfit ? error.message : toText(isPlain ? error : (error?.stack ?? error));
    lines = isPlain ? 1 : 2;
  } catch {
    // Its own accessors threw.
  }
  let shown = '';
  for (let i = 0; i < text.length && i < MAX_ERROR_CHARS; i++) {
    if (text[i] === '\n' && --lines === 0) break;
    shown += text[i];
  }
  return '{"error":' + quote(apply(toWellFormed, shown, [])) + '}';
}

/** The answer to everything where the program could not even be loaded. */
let broken = '';

async function serve() {
  while (readFrame()) {
    let answer;
    try {
      if (broken !== '') {
        writeFrame(broken);
        continue;
      }
      let value;
      if (entry.kind === 'tested') value = answerTest(parse(apply(utf8Slice, bytes, [0, bytes.length])));
      else value = entry.kind === 'class' ? operate(readValue()) : call(readValue());
      if (isPromise(value)) value = await value;
      answer = '{"value":' + value + '}';
    } catch (error) {
      answer = describe(error);
    }
    writeFrame(answer);
  }
  exit(0);
}

// ---- What LeetCode has in scope ------------------------------------------------------------------------

function ListNode(val, next) {
  this.val = val === undefined ? 0 : val;
  this.next = next === undefined ? null : next;
}

function TreeNode(val, left, right) {
  this.val = val === undefined ? 0 : val;
  this.left = left === undefined ? null : left;
  this.right = right === undefined ? null : right;
}

const QUEUES = '@datastructures-js/priority-queue';
const LIBRARIES = {
  _: ['lodash'],
  MinPriorityQueue: [QUEUES, 'MinPriorityQueue', olderQueue],
  MaxPriorityQueue: [QUEUES, 'MaxPriorityQueue', olderQueue],
  PriorityQueue: [QUEUES, 'PriorityQueue', olderQueue],
  Queue: ['@datastructures-js/queue', 'Queue'],
  Deque: ['@datastructures-js/deque', 'Deque'],
};

/**
 * The class for both interfaces that programs are written for. Before version 6 of the library a queue was
 * made with `{priority}` or `{compare}`, `enqueue` took a priority, and what came out of a queue of priorities
 * was `{priority, element}`. A program that never passes either is told by its text.
 */
function olderQueue(Current, name) {
  const older = /\.element\b|\{[^{}]*\belement\b[^{}]*\}\s*=[^=>]/.test(program);
  return class extends Current {
    constructor(options, values) {
      const { compare, priority } = options ?? {};
      const isCurrent = typeof options === 'function' || (!older && priority === undefined);
      if (compare !== undefined) {
        super(name === 'PriorityQueue' ? compare : { compare });
      } else if (isCurrent || name === 'PriorityQueue') {
        super(options);
      } else {
        super((entry) => entry.priority);
        const rank = priority ?? ((element) => element);
        this.wrap = (element, given) => ({ priority: given ?? rank(element), element });
      }
      for (const value of values ?? []) this.enqueue(value);
    }

    enqueue(value, priority) {
      super.enqueue(this.wrap === undefined ? value : this.wrap(value, priority));
      return this;
    }

    push(value, priority) {
      return this.enqueue(value, priority);
    }
  };
}

function offer(name, descriptor) {
  Object.defineProperty(globalThis, name, { configurable: true, ...descriptor });
}

function prepareScope() {
  const libraries = require('module').createRequire(path.join(path.dirname(process.execPath), 'candidate.js'));
  offer('require', { value: libraries, writable: true });
  offer('module', { value: { exports: {} }, writable: true });
  offer('exports', { value: globalThis.module.exports, writable: true });
  offer('ListNode', { value: ListNode, writable: true });
  offer('TreeNode', { value: TreeNode, writable: true });
  for (const [name, [library, member, adapt]] of Object.entries(LIBRARIES)) {
    const find = () => (member === undefined ? libraries(library) : libraries(library)[member]);
    const load = () => {
      const value = adapt === undefined ? find() : adapt(find(), name);
      offer(name, { value, writable: true });
      return value;
    };
    const set = (value) => offer(name, { value, writable: true });
    offer(name, { get: load, set });
  }
}

exact = entry.exact;
const program = fs.readFileSync(path.join(__dirname, 'main.js'), 'utf8');
prepareScope();

if (entry.kind === 'asserts') {
  // Taken before the candidate's code runs, and kept in a variable that nothing else can name.
  const proof = readFrame() && apply(utf8Slice, bytes, [0, bytes.length]);
  bytes = undefined;
  const assert = require('assert');
  Object.freeze(assert.strict);
  Object.freeze(assert);
  const checked = (condition, ...words) => {
    if (!condition) throw new assert.AssertionError({ message: words.join(' ') || 'an assertion failed' });
  };
  Object.defineProperty(console, 'assert', { value: checked, configurable: false, writable: false });
  offer('assert', { value: assert, writable: true });
  // The test has come to its end when nothing is left to wait for; a rejection ends the process before.
  let finished = false;
  process.once('beforeExit', () => {
    if (!finished) return;
    writeFrame(proof);
    exit(0);
  });
  runScript(program, { filename: 'main.js' });
  finished = true;
} else {
  try {
    runScript(program, { filename: 'main.js' });
    nodes = { ListNode: binding('ListNode'), TreeNode: binding('TreeNode') };
  } catch (error) {
    broken = describe(error);
  }
  serve();
}
