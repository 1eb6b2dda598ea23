import { globSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const text = readFileSync(join(root, "docs/security.md"), "utf8");
const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(
  ([, number = "", asks = "", state = "", how = ""]) => ({ number, asks, state, how }),
);

/** Every requirement of levels 1 and 2 in ASVS 4.0.3; those that it has struck out are left out. */
const upTo = (section: string, count: number, ...out: readonly number[]): readonly string[] =>
  Array.from({ length: count }, (_, i) => i + 1)
    .filter((number) => !out.includes(number))
    .map((number) => `${section}.${number}`);
const asked = [
  ...[upTo("2.1", 12), upTo("2.2", 3), upTo("2.3", 3), upTo("2.4", 5), upTo("2.5", 7), upTo("2.6", 3), upTo("2.7", 6)],
  ...[upTo("2.8", 6), upTo("2.9", 3), upTo("2.10", 4)],
  ...[upTo("3.1", 1), upTo("3.2", 4), upTo("3.3", 4), upTo("3.4", 5), upTo("3.5", 3), upTo("3.7", 1)],
  ...[upTo("4.1", 5, 4), upTo("4.2", 2), upTo("4.3", 3)],
  ...[upTo("5.1", 5), upTo("5.2", 8), upTo("5.3", 10), upTo("5.4", 3), upTo("5.5", 4)],
  ...[upTo("7.1", 4), upTo("7.2", 2), upTo("7.3", 4, 2), upTo("7.4", 3)],
  ...[upTo("13.1", 5, 2), upTo("13.2", 6, 4), upTo("13.3", 2), upTo("13.4", 2), upTo("14.4", 7)],
].flat();

const tests = globSync(["src/**/*.test.ts", "test/**/*.test.ts"], { cwd: root });

test("the page has a row for each requirement, each with a state, and a reason where it is not met", () => {
  expect(rows.map(({ number }) => number)).toEqual(asked);
  for (const { number, state, how } of rows) {
    expect(["met", "in part", "not met", "n/a"], number).toContain(state);
    expect(how.length, number).toBeGreaterThan(7);
  }
});

test("every test that it names exists", () => {
  const named = rows.flatMap(({ how }) =>
    [...how.matchAll(/`([\w.-]+\.test\.ts)`(?:: ((?:(?!; `).)+))?/g)].map(([, file = "", name = ""]) => ({
      file,
      name,
    })),
  );
  expect(named.length).toBeGreaterThan(80);
  const missing = named.filter(
    ({ file, name }) =>
      !tests.some((path) => basename(path) === file && readFileSync(join(root, path), "utf8").includes(`"${name}`)),
  );
  expect(missing).toEqual([]);
});

test("what it says is open is what its rows say", () => {
  const open = rows.filter(({ state }) => state === "not met").map(({ number }) => number);
  const [, told = ""] = text.split("## What is open");
  expect([...told.matchAll(/\d+\.\d+\.\d+/g)].map(([number]) => number).toSorted()).toEqual(open.toSorted());
});
