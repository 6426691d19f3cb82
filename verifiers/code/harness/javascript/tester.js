'use strict';
// Runs a test in a process that holds nothing of the program it tests: calls of that program's functions are
// made by another box. See ../PROTOCOL.md, "Stand-ins". It is driver.js in the test's own box.

const fs = require('fs');
const vm = require('vm');
const path = require('path');
const assert = require('assert');
const { tag, untag, errorOf, Unsendable } = require('./tagged.js');

const REQUEST_DESCRIPTOR = 3;
const ANSWER_DESCRIPTOR = 4;

const entry = JSON.parse(fs.readFileSync(path.join(__dirname, 'entry.json'), 'utf8'));

function readFully(size) {
  const bytes = Buffer.alloc(size);
  for (let filled = 0; filled < size; ) {
    const count = fs.readSync(REQUEST_DESCRIPTOR, bytes, filled, size - filled, null);
    if (count === 0) process.reallyExit(1);
    filled += count;
  }
  return bytes;
}

const readFrame = () => JSON.parse(readFully(readFully(4).readUInt32BE()).toString());

function writeFrame(value) {
  const text = Buffer.from(JSON.stringify(value));
  const frame = Buffer.alloc(4 + text.length);
  frame.writeUInt32BE(text.length);
  text.copy(frame, 4);
  for (let written = 0; written < frame.length; ) {
    written += fs.writeSync(ANSWER_DESCRIPTOR, frame, written, frame.length - written);
  }
}

function call(place, values) {
  let tagged;
  try {
    tagged = values.map((value) => tag(value));
  } catch (error) {
    if (!(error instanceof Unsendable)) throw error;
    writeFrame({ unrelayable: error.message });
    process.reallyExit(0);
  }
  writeFrame({ call: [place, tagged] });
  const reply = readFrame();
  if (typeof reply === 'string') throw errorOf(reply);
  const [after, result] = reply;
  for (let i = 0; i < values.length && i < after.length; i++) {
    if (JSON.stringify(after[i]) !== JSON.stringify(tagged[i])) replace(values[i], untag(after[i], remote));
  }
  return untag(result, remote);
}

/** A function of the other box, by its name or its number. */
function remote(place) {
  return (...values) => call(place, values);
}

/** Gives an argument that was changed in place its new content. */
function replace(old, changed) {
  if (Array.isArray(old)) old.splice(0, old.length, ...changed);
  else if (ArrayBuffer.isView(old)) old.set(changed);
  else if (old instanceof Map || old instanceof Set) {
    old.clear();
    for (const item of changed) old instanceof Map ? old.set(...item) : old.add(item);
  } else if (old !== null && typeof old === 'object') {
    for (const name of Object.keys(old)) delete old[name];
    Object.assign(old, changed);
  }
}

const offer = (name, value) =>
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

offer('require', require('module').createRequire(path.join(path.dirname(process.execPath), 'candidate.js')));
offer('module', { exports: {} });
offer('exports', globalThis.module.exports);
offer('assert', assert);
for (const name of entry.functions) offer(name, remote(name));
console.assert = (condition, ...words) => {
  if (!condition) throw new assert.AssertionError({ message: words.join(' ') || 'an assertion failed' });
};

readFrame();
// The test has come to its end when nothing is left to wait for; a rejection ends the process before.
let finished = false;
process.once('beforeExit', () => {
  if (!finished) return;
  writeFrame({ passed: true });
  process.reallyExit(0);
});
vm.runInThisContext(fs.readFileSync(path.join(__dirname, 'main.js'), 'utf8'), { filename: 'main.js' });
finished = true;
