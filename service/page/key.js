// The API key, where the service asks for one: sent with every request, kept by this tab alone.

const NAME = "rewardd-key";
const field = document.getElementById("key");

field.value = sessionStorage.getItem(NAME) ?? "";
field.addEventListener("input", () => sessionStorage.setItem(NAME, field.value));

// Whether an answer says that a key is missing or not the right one.
export const refusesKey = (answer) => answer?.status === 401 || answer?.status === 403;

export const hasKey = () => field.value !== "";

// Shows where the key goes, when the service asked for one.
export function showKey() {
  document.getElementById("key-part").open = true;
}

export function askForKey() {
  showKey();
  field.focus();
}

export function onKey(call) {
  field.addEventListener("change", call);
}

export function ask(path, options = {}) {
  const key = hasKey() ? { Authorization: `Bearer ${field.value}` } : {};
  return fetch(path, { ...options, headers: { ...options.headers, ...key } });
}
