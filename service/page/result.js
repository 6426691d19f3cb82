// What became of a request, for a person who wants to know why.

import { block, copyable, element, folded, pairs, table } from "./dom.js";
import { difference } from "./diff.js";
import { lastPlaceOf, located, program } from "./highlight.js";
import { formula } from "./math.js";
import { asCurl, asLink, asPython, NEEDS_KEY } from "./reproduce.js";
import { RUNGS } from "./rungs.js";
import { colour, number, sign, words } from "./verdicts.js";

const title = (text) => element("h3", {}, text);
const shown = (value) => (value === null || value === undefined ? "none (null)" : number(value, 6));

function reward(request, answer) {
  const weights = request.rewards ?? { accuracy: 1 };
  const rows = Object.entries(answer.components ?? {}).map(([name, value]) => {
    const weight = weights[name] ?? 1;
    return [name, number(weight), shown(value), value === null ? "none" : number(weight * value, 6)];
  });
  if (rows.length < 2 && rows.every(([, weight]) => weight === "1")) return [];
  return [title("The reward, by its components"),
    table("Components", [["component"], ["weight", "number"], ["value", "number"], ["adds", "number"]], rows)];
}

function side(name, text, reading, parsed) {
  return element("div", {},
    element("h4", {}, name),
    element("div", { class: "formula", tabindex: "0", role: "region", "aria-label": `${name}, drawn` },
      reading?.mathml ? formula(reading.mathml) : element("code", {}, text ?? "")),
    reading?.mathml ? null : element("p", { class: "quiet" }, "Compared as text: it was not parsed as mathematics."),
    pairs([["as text", text ?? ""], ...(parsed && parsed !== text ? [["parsed", parsed]] : [])]));
}

function mathematics(answer) {
  const { explanation, details } = answer;
  if (!explanation) return [];
  const several = explanation.gold_index > 0 ? `Gold, number ${explanation.gold_index + 1} of them` : "Gold";
  return [
    title("How it was read"),
    element("div", { class: "two" },
      side(several, explanation.gold.text, explanation.gold, details.gold),
      side("Answer", explanation.answer.text, explanation.answer, details.answer)),
    title(answer.verdict === "unverifiable" ? "How far it came" : "What decided"),
    element("p", {}, element("strong", {}, details.rung), ": ", RUNGS[details.rung] ?? "A rung of the ladder.",
      ` The answer was found by its marker, ${words(details.marker || "none")}.`),
  ];
}

const milliseconds = (value) => (value === null || value === undefined ? "–" : `${value.toFixed(1)} ms`);
const megabytes = (value) => (value === null || value === undefined ? "–" : `${(value / 1048576).toFixed(1)} MB`);

function caseBody(one) {
  const parts = [];
  const add = (name, text) => {
    if (text) parts.push(element("h4", {}, name), block(name, text));
  };
  const actual = one.actual ?? one.stdout;
  add("Input", one.input);
  if (typeof one.expected === "string" && typeof actual === "string" && one.verdict !== "accepted") {
    parts.push(element("h4", {}, "Expected − and actual +"), difference(one.expected, actual));
  } else {
    add("Expected", one.expected);
    add("Actual", actual);
  }
  if (one.stdout !== actual) add("Standard output", one.stdout);
  add("Standard error", one.stderr);
  return parts.length ? parts : [element("p", { class: "quiet" }, "Nothing to show.")];
}

function cases(answer) {
  const firstBad = answer.cases.findIndex((one) => one.verdict !== "accepted" && one.verdict !== "skipped");
  const rows = answer.cases.map((one, place) => [
    String(one.index),
    element("span", { class: colour(one.verdict) }, `${sign(one.verdict)} ${words(one.verdict)}`),
    milliseconds(one.cpu_ms), milliseconds(one.wall_ms), megabytes(one.memory_bytes),
    one.verdict === "skipped" ? "" : folded(one.reason || "input and output", () => caseBody(one), place === firstBad),
  ]);
  return [title(`Cases: ${answer.passed} of ${answer.total} passed`),
    table("Cases", [["case", "number"], ["verdict"], ["CPU", "number"], ["wall", "number"], ["memory", "number"], ["what it did", "long"]], rows)];
}

function compilation({ verdict, wall_ms: wall, stderr }) {
  const said = `Compilation: ${words(verdict)}, ${wall.toFixed(0)} ms`;
  return stderr ? [title(said), block("What the compiler said", stderr)] : [title(said)];
}

function code(request, answer) {
  const parts = [];
  if (answer.compile) parts.push(...compilation(answer.compile));
  if (answer.cases?.length) parts.push(...cases(answer));
  if (answer.extracted !== null) parts.push(title("The program that was judged"), program(answer.extracted, answer.language));
  return parts;
}

function again(url, request, answer, withKey) {
  const link = asLink(request);
  const hint = (text) => (withKey ? text : null);
  return [
    title("The same again"),
    copyable("as curl", asCurl(url, request, withKey), hint(NEEDS_KEY.command)),
    copyable("as Python", asPython(url, request, withKey), hint(NEEDS_KEY.command)),
    link === null
      ? element("p", { class: "quiet" }, "The request is too long for a link.")
      : copyable("as a link to this page", link, hint(NEEDS_KEY.link)),
    copyable("the whole answer, as JSON", JSON.stringify(answer, null, 1)),
  ];
}

export function render(request, answer, url, withKey) {
  const text = typeof request.completion === "string" ? request.completion : "";
  const spans = answer.explanation?.found ?? lastPlaceOf(text, answer.extracted);
  const rows = [
    ...(answer.total === null || answer.total === undefined ? [] : [["passed", `${answer.passed} of ${answer.total}`]]),
    ...(answer.language ? [["language", answer.language]] : []),
    ...(answer.details?.checker ? [["checker", answer.details.checker]] : []),
    ["waited", milliseconds(answer.timing.queue_ms)],
    ["judged in", `${milliseconds(answer.timing.verify_ms)}${answer.cached ? ", seen before" : ""}`],
  ];
  return [
    element("div", { class: "headline" },
      element("p", { class: `verdict ${colour(answer.verdict)}` }, `${sign(answer.verdict)} ${words(answer.verdict)}`),
      element("p", {}, "reward ", element("strong", {}, shown(answer.reward)))),
    element("p", {}, answer.reason),
    pairs(rows),
    ...(answer.flags?.length ? [element("p", {}, "Flags: ", ...answer.flags.map((flag) => element("span", { class: "flag" }, words(flag))))] : []),
    ...reward(request, answer),
    ...(request.task === "math" ? mathematics(answer) : code(request, answer)),
    title(spans.length ? "Where it was found" : "The completion"), located(text, spans),
    ...again(url, request, answer, withKey),
  ];
}
