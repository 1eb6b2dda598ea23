import { expect, test } from "vitest";
import { levelOf } from "./log-level.ts";

test.each([
  ['{"level":20,"msg":"cache miss"}', "debug"],
  ['{"level":"WARNING","msg":"an ERROR in a text"}', "warn"],
  ['{"log":{"level":"error"},"message":"x"}', "error"],
  ['{"@timestamp":"2026-11-29","message":"2026-11-29 DEBUG sql: SELECT 1"}', "debug"],
  ["ts=1 level=debug msg=x", "debug"],
  ["2026-11-29T06:00:00Z INFO  started", "info"],
  ["[06:00:00] CRITICAL disk full", "fatal"],
  ["the debug page was opened", null],
  ["level=loud msg=x", null],
  ['{"level":35}', null],
  ["{ not json DEBUG }", "debug"],
])("%s says %s", (line, level) => {
  expect(levelOf(line)).toBe(level);
});
