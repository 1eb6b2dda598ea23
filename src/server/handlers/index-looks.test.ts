import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Engine, ReleaseQuery } from "../../conductor/engine.ts";
import { instant } from "../../domain/units.ts";
import { indexLooks } from "./index-looks.ts";

const ids = Array.from({ length: 2_500 }, (_, i) => `shop-${i}`);

const never = new AbortController().signal;

/** An index of that many releases, and what it was asked. */
const indexed = (asked: ReleaseQuery[] = []) => {
  const page = async (query: ReleaseQuery) => {
    asked.push(query);
    const begin = query.after === null ? 0 : ids.indexOf(query.after.id) + 1;
    const releases = ids.slice(begin, begin + query.limit).map((id) => ({ id }));
    const last = releases.at(-1);
    return { releases, next: begin + query.limit < ids.length ? { updatedAt: instant(0), id: last?.id ?? "" } : null };
  };
  return { page, load: async (id: string) => ({ id }), now: () => instant(0) } as unknown as Engine;
};

test("T34: however many there are, the index is read page by page, and each release is there once", async () => {
  const asked: ReleaseQuery[] = [];
  const found = await indexLooks(indexed(asked), { phase: "open" }, never).list();
  expect(found.map(({ id }) => id)).toEqual(ids);
  expect(asked.map(({ phase, limit }) => [phase, limit])).toEqual(Array(3).fill(["open", 1_000]));
});

test("T34: others get their turn before each release is looked at", async () => {
  let others = 0;
  const looks = indexLooks(indexed(), {}, never);
  const waiting = setImmediate().then(() => others++);
  await looks.load("shop-1");
  await waiting;
  expect(others).toBe(1);
});

test("nobody looks on for whoever hung up", async () => {
  const gone = new AbortController();
  const looks = indexLooks(indexed(), {}, gone.signal);
  expect(await looks.load("shop-1")).toEqual({ id: "shop-1" });
  gone.abort();
  await expect(looks.load("shop-2")).rejects.toMatchObject({ name: "AbortError" });
});
