import { longestText } from "../domain/release/bounds.ts";
import type { WithoutStamp } from "./engine.ts";
import { redact } from "./redact.ts";

/**
 * What somebody writes into the history stays there for good: what looks like a secret is hidden before. A signature is
 * for what was shown, and is left alone; what is too long to be kept is refused, and not searched.
 */
export const withoutSecrets = (command: WithoutStamp): WithoutStamp =>
  command.type === "Approve" ? command : (hidden(command) as WithoutStamp);

const hidden = (value: unknown): unknown => {
  if (typeof value === "string") return value.length > longestText ? value : redact(value);
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hidden(inner)]));
};
