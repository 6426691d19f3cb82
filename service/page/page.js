// Asks the service to judge what is in the form, and shows the answer.

import { element } from "./dom.js";
import { EXAMPLES } from "./examples.js";
import { BadField, fill, readRequest, showTask } from "./form.js";
import { ask, askForKey, hasKey, onKey, refusesKey, showKey } from "./key.js";
import { watch } from "./live.js";
import { offerLanguages, watchRecent } from "./recent.js";
import { fromLink } from "./reproduce.js";
import { render } from "./result.js";

const WAIT_MS = 120_000;
const field = (id) => document.getElementById(id);
const form = field("ask");

function renderError(message) {
  field("answer").replaceChildren(element("p", { class: "verdict doubt" }, "not judged"), element("p", {}, message));
}

// A long completion is shown from where its answer stands. Only its own box is moved, not the page.
function showMarked() {
  const found = field("answer").querySelector("pre mark");
  if (found) found.parentElement.scrollTop = found.offsetTop - found.parentElement.offsetTop - found.parentElement.clientHeight / 2;
}

function errorText({ code, message, field: at }) {
  if (code === "key_missing") return "The service asks for a key: type it in under API key.";
  return at && !message.includes(at) ? `${message} (${at})` : message;
}

async function judge() {
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  field("progress").value = "judging …";
  try {
    const request = readRequest();
    const response = await ask("v1/verify", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request), signal: AbortSignal.timeout(WAIT_MS),
    });
    const answer = await response.json();
    if (refusesKey(response)) askForKey();
    if (answer.error) renderError(errorText(answer.error));
    else field("answer").replaceChildren(...render(request, answer, new URL("v1/verify", document.baseURI).href, hasKey()));
    showMarked();
  } catch (error) {
    renderError(error instanceof BadField ? error.message : `The service did not answer (${error.message}). Is it still running? What is in the form stays there.`);
  } finally {
    button.disabled = false;
    field("progress").value = "";
  }
  showRecent();
}

function offerExamples() {
  const groups = Map.groupBy(EXAMPLES, ({ kind }) => kind);
  field("examples").append(...[...groups].map(([kind, examples]) => element("p", { class: "chips", role: "group", "aria-label": kind },
    element("strong", { "aria-hidden": "true" }, kind),
    ...examples.map(({ title, request }) => element("button", {
      type: "button", class: "plain",
      onclick: () => {
        fill(request);
        judge();
      },
    }, title)))));
}

async function listLanguages() {
  const response = await ask("v1/languages").catch(() => null);
  if (refusesKey(response)) showKey();
  if (!response?.ok) return;
  const names = (await response.json()).languages.filter(({ available }) => available).map(({ name }) => name);
  field("language").replaceChildren(element("option", { value: "" }, "from the completion"), ...names.map((name) => element("option", { value: name }, name)));
  offerLanguages(names);
}

for (const choice of document.querySelectorAll("input[name=task]")) choice.addEventListener("change", showTask);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  judge();
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
const showRecent = watchRecent((request) => {
  fill(request);
  form.scrollIntoView();
  field("completion").focus();
});
onKey(() => {
  listLanguages();
  showRecent();
});
offerExamples();
fill(fromLink() ?? EXAMPLES[0].request);
listLanguages();
watch(field("live"));
