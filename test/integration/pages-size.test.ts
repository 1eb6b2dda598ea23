import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { builtPages } from "../support/story-pages.ts";

const pages = await builtPages();
const bytesOf = (path: string): Uint8Array => pages.get(path.replace(/^\//, ""))?.bytes ?? new Uint8Array();
const textOf = (path: string): string => new TextDecoder().decode(bytesOf(path));
const found = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([, one]) => one!);

/** A script with all that it imports before it runs; what is imported when a page is asked for is not among it. */
const withImports = (path: string, seen: Set<string> = new Set()): ReadonlySet<string> => {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const name of found(textOf(path), /(?:from|import)\s*"\.\/([\w.-]+\.js)"/g))
    withImports(`/assets/${name}`, seen);
  return seen;
};

test("the first load of a release takes at most 200 kB of script by gzip", () => {
  const index = textOf("index.html");
  const scripts = found(index, /<script [^>]*src="([^"]+)"/g);
  const all = new Set(scripts.flatMap((path) => [...withImports(path)]));
  // What the page asks for ahead is what its script imports, so that nothing was overlooked here.
  const ahead = found(index, /modulepreload"[^>]*href="([^"]+)"/g);
  expect(ahead.filter((path) => !all.has(path))).toEqual([]);
  const sizes = [...all].map((path) => gzipSync(bytesOf(path), { level: 9 }).length);
  expect(Math.min(...sizes)).toBeGreaterThan(100);
  expect(sizes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(200_000);
});
