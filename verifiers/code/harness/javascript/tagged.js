'use strict';
// Values on their way between a test and the program that it tests, each in a process of its own, as JSON:
// strings, booleans, null and usual numbers as they are, arrays as arrays, and the rest as an object of
// one member: {"number": "-0"}, {"undefined": 0}, {"bigint": "1"}, {"date": 0}, {"map": [[key, value], …]},
// {"set": […]}, {"regexp": [source, flags]}, {"error": text}, {"object": [[name, value], …]},
// {"promise": value}, {"rejected": text},
// {"function": n} for one that stays where it is and is called there.

const MAX_DEPTH = 190;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { entries, is } = Object;
const { isFinite } = Number;
const { isMap, isSet, isDate, isRegExp, isNativeError } = require('util').types;

class Unsendable extends Error {}

/** `keep` gives a function that stays here its number; without it functions cannot be sent. */
function tag(value, keep, depth = 0) {
  if (depth > MAX_DEPTH) throw new Unsendable('a value is nested too deeply');
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return isFinite(value) && !is(value, -0) ? value : { number: is(value, -0) ? '-0' : String(value) };
    case 'undefined':
      return { undefined: 0 };
    case 'bigint':
      return { bigint: String(value) };
    case 'object':
      return value === null ? null : tagObject(value, keep, depth + 1);
    case 'function':
      if (keep !== undefined) return { function: keep(value) };
    // falls through
    default:
      throw new Unsendable('a ' + typeof value + ' cannot be sent');
  }
}

function tagObject(value, keep, depth) {
  const inner = (item) => tag(item, keep, depth);
  if (isArray(value) || isView(value)) return Array.from(value, inner);
  if (isMap(value)) return { map: Array.from(value, ([key, item]) => [inner(key), inner(item)]) };
  if (isSet(value)) return { set: Array.from(value, inner) };
  if (isDate(value)) return { date: inner(value.getTime()) };
  if (isRegExp(value)) return { regexp: [value.source, value.flags] };
  if (isNativeError(value)) return { error: String(value) };
  return { object: entries(value).map(([name, item]) => [name, inner(item)]) };
}

/** `reach` makes a function of the number of one that is elsewhere. */
function untag(value, reach) {
  const inside = (item) => untag(item, reach);
  if (value === null || typeof value !== 'object') return value;
  if (isArray(value)) return value.map(inside);
  const [[kind, inner]] = entries(value);
  switch (kind) {
    case 'number':
      return Number(inner);
    case 'undefined':
      return undefined;
    case 'bigint':
      return BigInt(inner);
    case 'date':
      return new Date(inside(inner));
    case 'map':
      return new Map(inner.map(([key, item]) => [inside(key), inside(item)]));
    case 'set':
      return new Set(inner.map(inside));
    case 'regexp':
      return new RegExp(...inner);
    case 'error':
      return errorOf(inner);
    case 'function':
      return reach(inner);
    case 'promise':
      return Promise.resolve(inside(inner));
    case 'rejected':
      return Promise.reject(errorOf(inner));
    default: {
      const made = {};
      for (const [name, item] of inner) {
        Object.defineProperty(made, name, { value: inside(item), configurable: true, enumerable: true, writable: true });
      }
      return made;
    }
  }
}

/** An exception by its text, such as "RangeError: too far". */
function errorOf(text) {
  const [, kind, message] = /^(\w+)(?:: ([^]*))?$/.exec(text) ?? [];
  const known = kind?.endsWith('Error') ? globalThis[kind] : undefined;
  if (known !== undefined) return new known(message ?? '');
  const error = new Error(message ?? text);
  if (kind?.endsWith('Error')) error.name = kind;
  return error;
}

module.exports = { tag, untag, errorOf, Unsendable };
