/** What a title, name or place may have; the raw report holds the rest. */
const longest = 300;

/**
 * A short copy that keeps nothing else alive: a piece of a string keeps the whole of it in memory, and these pieces come
 * from files of any size.
 */
export const keptText = (text: string): string =>
  JSON.parse(JSON.stringify(text.length > longest ? `${text.slice(0, longest - 1)}…` : text));

export const firstLine = (text: string): string => keptText(text.trim().split("\n", 1)[0] ?? "").trim();
