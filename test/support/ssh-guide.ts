import { readFileSync } from "node:fs";

/** The fenced blocks of a guide with this info string, in order: what a reader is told to write or to run. */
export const blocksOf = (path: string, info: string): readonly string[] => {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  return [...text.matchAll(/^```([^\n`]*)\n([\s\S]*?)^```$/gm)]
    .filter(([, given]) => given!.trim() === info)
    .map(([, , inside]) => inside!);
};
