// The same request as a command, as a program, and as a link to this page.

const LONGEST_LINK = 8_000;

export function asCurl(url, body, withKey) {
  const quoted = JSON.stringify(body, null, 1).replaceAll("'", "'\\''");
  const key = withKey ? " -H \"Authorization: Bearer $REWARDD_KEY\"" : "";
  return `curl -sS ${url} -H 'Content-Type: application/json'${key} -d '${quoted}'`;
}

// A value of JSON as Python writes it: JSON's strings are Python's too.
function literal(value, indent) {
  const inner = `${indent}    `;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return value.length ? `[\n${value.map((each) => `${inner}${literal(each, inner)},\n`).join("")}${indent}]` : "[]";
  if (typeof value === "object") {
    const entries = Object.entries(value).map(([name, each]) => `${inner}${JSON.stringify(name)}: ${literal(each, inner)},\n`);
    return entries.length ? `{\n${entries.join("")}${indent}}` : "{}";
  }
  return JSON.stringify(value);
}

export function asPython(url, body, withKey) {
  const key = withKey ? ', "Authorization": "Bearer " + os.environ["REWARDD_KEY"]' : "";
  return `import json\n${withKey ? "import os\n" : ""}import urllib.request\n\n` +
    `body = ${literal(body, "")}\n` +
    `request = urllib.request.Request(\n    "${url}",\n    json.dumps(body).encode(),\n` +
    `    {"Content-Type": "application/json"${key}},\n)\n` +
    "with urllib.request.urlopen(request, timeout=120) as answer:\n    print(json.load(answer))\n";
}

// What who takes it elsewhere has to do about the key, where one is asked for; the key itself goes nowhere.
export const NEEDS_KEY = {
  command: "The service asks for a key: put it into the variable REWARDD_KEY first, export REWARDD_KEY=…",
  link: "The service asks for a key, which the link does not hold: who follows it types in a key of their own.",
};

// The part behind `#` never leaves the browser of who follows the link.
export function asLink(body) {
  const link = new URL(`#${encodeURIComponent(JSON.stringify(body))}`, document.baseURI).href;
  return link.length > LONGEST_LINK ? null : link;
}

export function fromLink() {
  try {
    const body = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    return typeof body?.completion === "string" ? body : null;
  } catch {
    return null;
  }
}
