import { type Refused, refuse } from "../refusal.ts";
import type { Command } from "./commands.ts";

/** Of one text that somebody writes into the history, in characters: what is longer is a document. */
export const longestText = 10_000;
/** Of the texts of one command, such as the answers to a form. */
const mostTexts = 500;

/** What is put together from files and systems has bounds of its own, where it is read. */
const gathered: ReadonlySet<Command["type"]> = new Set(["OpenRelease", "RecordEvidence", "StartRollout", "Approve"]);

export const isWritten = ({ type, by }: Pick<Command, "type" | "by">): boolean =>
  by.kind !== "system" && !gathered.has(type);

/** Why what somebody writes is too much to keep; null when it is not. The text itself is never repeated. */
export const whyTooMuch = (command: Command): Refused | null => {
  if (!isWritten(command)) return null;
  const texts = Object.entries(command).flatMap(([name, value]) => textsIn(value).map((text) => ({ name, text })));
  const long = texts.find(({ text }) => text.length > longestText);
  if (long !== undefined) return tooMuch(long.name, long.text.length, "characters", longestText);
  return texts.length > mostTexts ? tooMuch("what was written", texts.length, "texts", mostTexts) : null;
};

export const tooMuch = (what: string, count: number, unit: string, most: number): Refused =>
  refuse("TOO_MUCH", { what, count, unit, most });

/** With the names that somebody chose. Lists are made by machines, and not kept as they are. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)]);
};
