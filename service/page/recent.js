// The latest judgements, where the audit trail is on.

import { block, element, folded, pairs, table } from "./dom.js";
import { ask, refusesKey } from "./key.js";
import { colour, number, sign, VERDICTS, words } from "./verdicts.js";

const SHOWN = 50;
const filter = document.getElementById("recent-filter");
const place = document.getElementById("recent");

const say = (text) => place.replaceChildren(element("p", { class: "quiet" }, text));
const plain = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 1));

function body(row, again) {
  const { item, result } = row;
  const parts = [pairs([
    ["request", row.request_id],
    ...(item.gold === undefined ? [] : [["gold", plain(item.gold)]]),
    ...(result.extracted && row.kind === "math" ? [["answer", result.extracted]] : []),
    ...(result.total === undefined ? [] : [["passed", `${result.passed} of ${result.total}`]]),
  ]), block("Completion", plain(item.completion ?? ""))];
  const request = { task: row.kind, ...item, problem: item.problem ?? item.problem_id };
  if (typeof item.completion === "string" && (row.kind !== "code" || request.problem)) {
    parts.push(element("button", { type: "button", class: "plain", onclick: () => again(request) }, "Take it into the form"));
  }
  return parts;
}

function rows(judgements, again) {
  return judgements.map((row) => [
    new Date(row.time * 1000).toLocaleTimeString(),
    row.result.language ?? row.kind,
    element("span", { class: colour(row.result.verdict) }, `${sign(row.result.verdict)} ${words(row.result.verdict)}`),
    number(row.result.reward),
    folded([row.result.reason || "details", ...(row.result.flags ?? []).map(words)].join(" · "), () => body(row, again)),
  ]);
}

// Shows them, and again after each judgement; `again` takes a request into the form.
export function watchRecent(again) {
  const show = async () => {
    const wanted = [...new FormData(filter)].filter(([, value]) => value);
    const answer = await ask(`v1/judgements?${new URLSearchParams([...wanted, ["limit", String(SHOWN)]])}`).catch(() => null);
    filter.hidden = !answer?.ok;
    if (answer?.status === 404) return say("The audit trail is off: set REWARDD_AUDIT to a folder, and the latest judgements of all clients are listed here.");
    if (refusesKey(answer)) return say("The service asks for a key.");
    if (!answer?.ok) return say("They cannot be had now.");
    const { judgements } = await answer.json();
    const flags = [...new Set(judgements.flatMap((row) => row.result.flags ?? []))].sort();
    document.getElementById("flags").replaceChildren(...flags.map((flag) => element("option", { value: flag })));
    if (!judgements.length) return say("None yet, or none like that.");
    const columns = [["time"], ["kind"], ["verdict"], ["reward", "number"], ["why", "long"]];
    return place.replaceChildren(table("Recent judgements", columns, rows(judgements, again)));
  };
  filter.elements.verdict.append(...VERDICTS.map((name) => element("option", { value: name }, words(name))));
  filter.elements.kind.append(...["math", "code", "format", "refused"].map((name) => element("option", { value: name }, name)));
  filter.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  for (const select of filter.querySelectorAll("select")) select.addEventListener("change", show);
  show();
  return show;
}

export function offerLanguages(names) {
  filter.elements.language.replaceChildren(element("option", { value: "" }, "any"), ...names.map((name) => element("option", { value: name }, name)));
}
