// The form: from a request to its fields and back.

const field = (id) => document.getElementById(id);
const task = () => document.querySelector("input[name=task]:checked").value;

export class BadField extends Error {}

function json(id, title) {
  const text = field(id).value.trim();
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadField(`${title} is not JSON: ${error.message}`);
  }
}

// `[1, 2]` may be an interval as well as a list of golds; a list of golds has its strings in quotes.
function gold() {
  const text = field("gold").value;
  if (!/^\s*\[\s*"/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function readRequest() {
  const request = { task: task(), completion: field("completion").value };
  if (request.task === "math") {
    request.gold = gold();
    request.options = { explain: true };
  }
  if (request.task === "code") {
    const problem = field("problem").value.trim();
    request.problem = problem.startsWith("sha256:") ? problem : json("problem", "The problem");
    if (request.problem === undefined) throw new BadField("There is no problem: paste one, or its id.");
    if (field("language").value) request.language = field("language").value;
    request.options = { case_details: true };
  }
  if (field("prompt").value) request.prompt = field("prompt").value;
  const rewards = json("rewards", "The object of reward components");
  if (rewards) request.rewards = rewards;
  else if (request.task === "format") request.rewards = { format: 1.0 };
  const options = json("options", "The object of options");
  if (options) request.options = { ...request.options, ...options };
  return request;
}

export function showTask() {
  for (const part of document.querySelectorAll("[data-task]")) part.hidden = part.dataset.task !== task();
}

const OURS = new Set(["explain", "case_details"]);

export function fill(request) {
  const kind = request.task ?? (request.problem ? "code" : request.gold === undefined ? "format" : "math");
  document.querySelector(`input[name=task][value=${CSS.escape(kind)}]`).checked = true;
  field("completion").value = request.completion;
  field("gold").value = Array.isArray(request.gold) ? JSON.stringify(request.gold) : request.gold ?? "";
  field("problem").value = typeof request.problem === "string" ? request.problem
    : request.problem ? JSON.stringify(request.problem, null, 2) : "";
  field("language").value = request.language ?? "";
  const options = Object.entries(request.options ?? {}).filter(([name]) => !OURS.has(name));
  field("rewards").value = request.rewards ? JSON.stringify(request.rewards) : "";
  field("options").value = options.length ? JSON.stringify(Object.fromEntries(options)) : "";
  field("prompt").value = request.prompt ?? "";
  field("more").open = Boolean(request.rewards || options.length || request.prompt);
  showTask();
}
