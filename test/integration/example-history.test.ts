import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { entries } from "../../examples/history/rebuild.ts";
import type { Line } from "../../src/api/line.ts";
import { toStoriesAnswer } from "../../src/api/to-stories-answer.ts";
import { storyText } from "../../src/documents/story.ts";

const inExample = (name: string): string =>
  readFileSync(new URL(`../../examples/history/${name}`, import.meta.url), "utf8");

const lines = inExample("entries.jsonl")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Line);
const ids = [...new Set(lines.map(({ stream }) => stream))];
const { stories } = toStoriesAnswer(ids.map((id) => lines.filter(({ stream }) => stream === id)));
const story = stories.map(storyText).join("\n\n\n");

test("the example is what the rules make of it today; else: npx node examples/history/rebuild.ts", () => {
  expect(inExample("entries.jsonl")).toBe(entries());
});

test("two releases hold a wait that expired, a rollback and an emergency, and tell them", () => {
  expect(ids).toEqual(["release/shop-1.1.0", "release/shop-1.1.1"]);
  expect(story).toMatch(/A4 waited: nobody answered within 1 d, so bo, then hal were told; signed by hal for bo/);
  expect(story).toMatch(/rollback started by headgate \(critical\)/);
  expect(story).toContain("as an EMERGENCY (cards of one bank are refused)");
});

test("its README shows the first lines of that story", () => {
  const shown = /```text\n([\s\S]*?)```/.exec(inExample("README.md"))?.[1] ?? "";
  expect(shown.length).toBeGreaterThan(200);
  expect(story).toContain(shown.trimEnd());
});
