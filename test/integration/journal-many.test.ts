import { join } from "node:path";
import { expect, test } from "vitest";
import { compose } from "../../src/compose.ts";
import type { Place } from "../../src/conductor/engine.ts";
import { folder } from "../support/folder.ts";
import { manyReleases } from "../support/many-releases.ts";

const many = 10_000;
const took = async (act: () => Promise<unknown>): Promise<number> => {
  const before = performance.now();
  await act();
  return performance.now() - before;
};

test("T34: ten thousand releases are listed in under 200 ms, and none of them is kept in memory", async () => {
  await using home = await folder();
  const state = join(home.path, ".headgate");
  await manyReleases(state, many);
  await using first = await compose({ home: home.path, state });
  expect(await first.list()).toHaveLength(many);

  await using engine = await compose({ home: home.path, state });
  const before = process.memoryUsage().heapUsed;
  const times = [];
  for (let i = 0; i < 5; i++) times.push(await took(() => engine.list()));

  expect((await engine.list()).every(({ phase, over }) => phase === "cancelled" && over)).toBe(true);
  expect(Math.min(...times)).toBeLessThan(200);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 2 ** 20);
}, 120_000);

test("T34: a page of them is answered in under 100 ms, the first one included once they were read", async () => {
  await using home = await folder();
  const state = join(home.path, ".headgate");
  await manyReleases(state, many, { open: 50 });
  await using engine = await compose({ home: home.path, state });
  await engine.page({ limit: 50, after: null });
  const before = process.memoryUsage().heapUsed;
  const seen = new Set<string>();
  const times: number[] = [];

  for (let after: Place | null = null, last = false; !last; ) {
    const began = performance.now();
    const { releases, next } = await engine.page({ limit: 200, after });
    times.push(performance.now() - began);
    for (const { id } of releases) seen.add(id);
    [after, last] = [next, next === null];
  }

  expect(seen.size).toBe(many);
  expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(100);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 2 ** 20);
}, 120_000);
