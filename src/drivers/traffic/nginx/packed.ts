import { isOlder, parseRouting, type Routing } from "../splitter/routes.ts";

/** What a generated configuration was made from. The generation rises with every change. */
export type State = Routing & { readonly generation: number };

/** nginx refuses a single word of 4,096 bytes and more. */
const longestWord = 3_000;

/** The state as words that need no quoting in nginx's language, of a length that it takes. */
export const pack = (state: State): readonly string[] => {
  const text = Buffer.from(JSON.stringify(state)).toString("base64url");
  return Array.from({ length: Math.ceil(text.length / longestWord) }, (_, i) =>
    text.slice(i * longestWord, (i + 1) * longestWord),
  );
};

/** @returns null when it is none of ours */
export const unpack = (text: string): State | null => {
  try {
    const { generation, ...rest } = JSON.parse(Buffer.from(text, "base64url").toString()) as Record<string, unknown>;
    const routing = parseRouting(rest);
    return typeof routing === "string" || !Number.isSafeInteger(generation)
      ? null
      : { ...routing, generation: generation as number };
  } catch {
    return null;
  }
};

/** The state that a file was rendered from; null when there is no file, or somebody else wrote it. */
export const stateIn = (file: string | null): State | null =>
  file === null
    ? null
    : unpack([...file.matchAll(/^\s*set \$hg_\w+_state\d+ ([\w-]+);$/gm)].map(([, word]) => word).join(""));

/** Of what the file says and what runs, the one that was ordered last. */
export const newerOf = (a: State | null, b: State | null): State | null => {
  if (a === null || b === null) return a ?? b;
  return isOlder(a.fence, b.fence) ? b : a;
};
