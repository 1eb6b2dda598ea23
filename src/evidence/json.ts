import type { z } from "zod";
import { unreadable } from "./unreadable.ts";

/**
 * JSON text → value. Refuses what `JSON.parse` would settle silently: a key that comes twice (the last would win) and
 * `__proto__` (it would vanish from a copy).
 *
 * @throws Unreadable with the line of the problem, where one is known
 */
export const parseJson = (text: string): unknown => {
  const value = parse(text);
  refuseAmbiguousKeys(text);
  return value;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return unreadable(`it is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
};

/** Expects valid JSON; a loop and not a recursion, so that deep nesting cannot exhaust the stack. */
const refuseAmbiguousKeys = (text: string): void => {
  const open: (Set<string> | null)[] = [];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (sign === "{") open.push(new Set());
    else if (sign === "[") open.push(null);
    else if (sign === "}" || sign === "]") open.pop();
    else if (sign === '"') {
      const end = endOfString(text, i);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) note(keys, JSON.parse(text.slice(i, end)) as string, text, i);
      i = end - 1;
    }
  }
};

/** Index after the closing quote of the string that opens at `start`. */
const endOfString = (text: string, start: number): number => {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i + 1;
};

const isKey = (text: string, end: number): boolean => {
  let i = end;
  while (/\s/.test(text[i] ?? "")) i++;
  return text[i] === ":";
};

const note = (keys: Set<string>, key: string, text: string, at: number): void => {
  const line = () => text.slice(0, at).split("\n").length;
  if (key === "__proto__") unreadable(`line ${line()}: the key "__proto__" is not allowed`);
  if (keys.has(key)) unreadable(`line ${line()}: the key "${key}" comes twice, so it is unclear which one holds`);
  keys.add(key);
};

/**
 * The value, if it has the shape of the schema.
 *
 * @throws Unreadable naming the first three places that do not
 */
export const checked = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".") || "the report"}: ${message}`);
  const more = problems.length > 3 ? ` (and ${problems.length - 3} more)` : "";
  return unreadable(problems.slice(0, 3).join("; ") + more);
};
