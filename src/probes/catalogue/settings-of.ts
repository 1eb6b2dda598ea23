/** `NAME=value`, `export NAME=value`, `NAME: value`, or the name alone. */
const line = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:[=:]\s*(.*))?$/;

/**
 * Names and values of a list of settings: a JSON object, a JSON list of names, or lines like those of an `.env` file.
 * Null when it is none of these. Values are compared and never shown.
 */
export const settingsOf = (text: string): ReadonlyMap<string, string> | null => {
  const json = parsed(text);
  if (Array.isArray(json)) return new Map(json.filter((one) => typeof one === "string").map((name) => [name, ""]));
  if (typeof json === "object" && json !== null)
    return new Map(Object.entries(json).map(([name, value]) => [name, textOf(value)]));
  const lines = text.split(/\r?\n/).filter((one) => one.trim() !== "" && !one.trimStart().startsWith("#"));
  const pairs = lines.map((one) => line.exec(one));
  if (pairs.length === 0 || pairs.includes(null)) return null;
  return new Map(pairs.map((pair) => [pair![1]!, unquoted(pair![2] ?? "")]));
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value ?? ""));

const unquoted = (value: string): string => value.trim().replace(/^(["'])(.*)\1$/, "$2");

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
