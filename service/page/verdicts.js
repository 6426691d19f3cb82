// How verdicts look: never by colour alone.

export const VERDICTS = [
  "accepted", "wrong_answer", "no_answer", "unverifiable", "compile_error", "runtime_error", "time_limit_exceeded",
  "memory_limit_exceeded", "output_limit_exceeded", "skipped", "internal_error", "invalid_gold", "invalid",
];

const DOUBT = new Set(["unverifiable", "internal_error", "skipped", "no_answer", "invalid_gold", "invalid"]);

export const words = (name) => name.replaceAll("_", " ");
export const colour = (verdict) => (verdict === "accepted" ? "good" : DOUBT.has(verdict) ? "doubt" : "bad");
export const sign = (verdict) => (verdict === "accepted" ? "✓" : DOUBT.has(verdict) ? "?" : "✗");
export const number = (value, digits = 3) =>
  value === null || value === undefined ? "none" : String(Number(value.toFixed(digits)));
