// What the service is doing, from its own metrics.

import { element, table } from "./dom.js";
import { ask, refusesKey } from "./key.js";
import { colour, sign, words } from "./verdicts.js";

const EVERY_MS = 2000;
const KEPT = 90;
const OWN = /^\/($|page|docs|openapi|metrics|health|readyz|v1\/(languages|judgements))/;

// Prometheus text to a map of name → list of {labels, value}.
function parse(text) {
  const metrics = new Map();
  for (const line of text.split("\n")) {
    const found = /^([a-zA-Z_:][\w:]*)(\{.*\})? ([^ ]+)/.exec(line);
    if (!found) continue;
    const labels = Object.fromEntries([...(found[2] ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map((l) => [l[1], l[2]]));
    if (!metrics.has(found[1])) metrics.set(found[1], []);
    metrics.get(found[1]).push({ labels, value: Number(found[3]) });
  }
  return metrics;
}

const all = () => true;
const sum = (metrics, name, keep = all) =>
  (metrics.get(name) ?? []).filter(({ labels }) => keep(labels)).reduce((total, { value }) => total + value, 0);
const grown = (now, before, name, keep = all) => sum(now, name, keep) - sum(before, name, keep);

// The upper edge of the bucket that holds a quantile, of what a histogram has counted since `before`.
function quantile(now, before, name, q, keep = all) {
  const counts = new Map();
  for (const [metrics, factor] of [[now, 1], [before, -1]]) {
    for (const { labels, value } of metrics.get(`${name}_bucket`) ?? []) {
      if (!keep(labels)) continue;
      const edge = labels.le === "+Inf" ? Infinity : Number(labels.le);
      counts.set(edge, (counts.get(edge) ?? 0) + factor * value);
    }
  }
  const total = counts.get(Infinity) ?? 0;
  if (!total) return "–";
  const edge = [...counts.keys()].sort((a, b) => a - b).find((each) => counts.get(each) >= q * total);
  return edge === Infinity ? "beyond 300 s" : edge < 1 ? `≤ ${edge * 1000} ms` : `≤ ${edge} s`;
}

const asked = (labels) => !OWN.test(labels.route ?? "");

const share = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)} %` : "–");

// Of the programs asked about, those that had been judged before or were being judged.
function cacheHits(now, before) {
  const grew = (keep) => grown(now, before, "rewardd_cache_lookups_total", (l) => l.cache === "verdicts" && keep(l.outcome));
  return share(grew((outcome) => outcome === "hits" || outcome === "joined"), grew(() => true));
}

function figures(now, before, rate) {
  const has = (name) => now.has(name);
  return [
    ["judged per second", rate.toFixed(1)],
    ["accepted", share(grown(now, before, "rewardd_verdicts_total", (l) => l.verdict === "accepted"), grown(now, before, "rewardd_verdicts_total"))],
    ["latency, half of requests", quantile(now, before, "rewardd_request_duration_seconds", 0.5, asked)],
    ["latency, 99 % of requests", quantile(now, before, "rewardd_request_duration_seconds", 0.99, asked)],
    ["mathematics waiting", sum(now, "rewardd_queue_depth", (l) => l.kind === "math")],
    ["programs waiting", sum(now, "rewardd_queue_depth", (l) => l.kind === "code")],
    ["boxes in use", `${sum(now, "rewardd_boxes_in_use")} of ${sum(now, "rewardd_boxes")}`],
    ["boxes used since start", sum(now, "rewardd_box_creation_seconds_count")],
    ...(has("rewardd_queue_wait_seconds_bucket") ? [["wait for a box, 99 %", quantile(now, before, "rewardd_queue_wait_seconds", 0.99, (l) => l.kind === "code")]] : []),
    ["programs seen before", cacheHits(now, before)],
    ["failures of ours", sum(now, "rewardd_verdicts_total", (l) => l.verdict === "internal_error")],
    ["judged since start", sum(now, "rewardd_verdicts_total")],
  ];
}

function shares(now, before) {
  const counts = new Map();
  for (const { labels } of now.get("rewardd_verdicts_total") ?? []) counts.set(labels.verdict, 0);
  for (const verdict of counts.keys()) counts.set(verdict, grown(now, before, "rewardd_verdicts_total", (l) => l.verdict === verdict));
  const total = [...counts.values()].reduce((one, other) => one + other, 0);
  const rows = [...counts].filter(([, count]) => count).sort((one, other) => other[1] - one[1]).map(([verdict, count]) => [
    element("span", { class: colour(verdict) }, `${sign(verdict)} ${words(verdict)}`),
    element("meter", { min: "0", max: "1", value: String(count / total), "aria-label": `share of ${words(verdict)}` }),
    share(count, total),
  ]);
  return rows.length ? table("Verdicts", [["verdict"], ["share of all"], ["in numbers", "number"]], rows) : element("p", { class: "quiet" }, "Nothing was judged in this time.");
}

// The rates as a line; the numbers beside it say the same.
function line(rates) {
  const space = "http://www.w3.org/2000/svg";
  const most = Math.max(1, ...rates);
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of [["viewBox", `0 0 ${KEPT} 24`], ["preserveAspectRatio", "none"], ["role", "img"],
    ["aria-label", `judged per second over the last ${Math.round((rates.length * EVERY_MS) / 1000)} seconds, at most ${most.toFixed(0)}`]]) svg.setAttribute(name, value);
  const path = document.createElementNS(space, "polyline");
  path.setAttribute("points", rates.map((rate, index) => `${KEPT - rates.length + index},${23 - (22 * rate) / most}`).join(" "));
  svg.append(path);
  return svg;
}

export function watch(place) {
  const seen = [];
  const rates = [];
  const look = async () => {
    if (document.hidden) return;
    const answer = await ask("metrics", { signal: AbortSignal.timeout(EVERY_MS) }).catch(() => null);
    if (!answer?.ok) {
      place.replaceChildren(element("p", { class: "quiet" }, refusesKey(answer) ? "The service asks for a key." : "The service does not answer; asking again …"));
      return;
    }
    const now = { at: performance.now(), metrics: parse(await answer.text()) };
    if (seen.length && sum(now.metrics, "process_start_time_seconds") !== sum(seen[0].metrics, "process_start_time_seconds")) {
      seen.length = rates.length = 0; // It was started anew and counts from 0.
    }
    const last = seen.at(-1);
    if (last) rates.push(grown(now.metrics, last.metrics, "rewardd_verdicts_total") / ((now.at - last.at) / 1000));
    seen.push(now);
    if (seen.length > 31) seen.shift();
    if (rates.length > KEPT) rates.shift();
    const before = seen[0].metrics;
    const seconds = Math.round((now.at - seen[0].at) / 1000);
    const list = element("dl", { class: "figures" }, ...figures(now.metrics, before, rates.at(-1) ?? 0).map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, String(value)))));
    place.replaceChildren(element("div", { class: "two" },
      element("div", {}, rates.length > 1 ? line(rates) : null, list),
      element("div", {}, element("h3", {}, seconds ? `Verdicts of the last ${seconds} s` : "Verdicts"), shares(now.metrics, before))));
  };
  look();
  setInterval(look, EVERY_MS);
}
