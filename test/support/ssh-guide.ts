import { readFileSync } from "node:fs";

/** The fenced blocks of a guide with this info string, in order: what a reader is told to write or to run. Those of lists are indented. */
export const blocksOf = (path: string, info: string): readonly string[] => {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  return [...text.matchAll(/^( *)```([^\n`]*)\n([\s\S]*?)^\1```$/gm)]
    .filter(([, , given]) => given!.trim() === info)
    .map(([, indent, , inside]) => inside!.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
};
