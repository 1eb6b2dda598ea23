import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { ownSources } from "./import-rule.ts";

const root = resolve(import.meta.dirname, "../..");
const said = /\b(?:non-?)?compliant\b|\bcertified\b/i;

const read = (pattern: string): readonly (readonly [string, string])[] =>
  globSync(pattern, { cwd: root, exclude: (name) => name.includes("node_modules") }).map(
    (path) => [path, readFileSync(join(root, path), "utf8")] as const,
  );

test("R205: nothing that we print, write or ship says that a firm meets a framework", () => {
  const texts = [
    ...Object.entries(ownSources(root)).filter(([path]) => !path.endsWith(".test.ts")),
    ...["src/process/*.yaml", "docs/**/*.md", "examples/**/*.{md,yaml}", "*.md"].flatMap(read),
  ];
  expect(texts.length).toBeGreaterThan(400);
  expect(texts.filter(([, text]) => said.test(text)).map(([path]) => path)).toEqual([]);
});

test("the words are found where they stand", () => {
  expect(["We are compliant.", "SOC 2 certified", "a complaint", "certificate"].map((text) => said.test(text))).toEqual(
    [true, true, false, false],
  );
});
