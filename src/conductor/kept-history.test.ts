import { expect, test } from "vitest";
import type { Entry } from "../journal/port.ts";
import { keptHistory } from "./kept-history.ts";

const journal = () => {
  const lengths = new Map<string, number>();
  const asked: string[] = [];
  return {
    asked,
    grow: (stream: string, by: number) => void lengths.set(stream, (lengths.get(stream) ?? 0) + by),
    async read(stream: string, after = 0): Promise<readonly Entry[]> {
      asked.push(`${stream} ${after}`);
      return Array.from(
        { length: (lengths.get(stream) ?? 0) - after },
        (_, i) => ({ version: after + i + 1 }) as unknown as Entry,
      );
    },
  };
};

test("a history that was asked for before is read on from where it was", async () => {
  const store = journal();
  const history = keptHistory(store);
  store.grow("a", 3);
  expect(await history("a")).toHaveLength(3);
  store.grow("a", 2);
  expect((await history("a")).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  expect(store.asked).toEqual(["a 0", "a 3"]);
});

test("the one that nobody asked for the longest is dropped, and so is one that is too long", async () => {
  const store = journal();
  const history = keptHistory(store);
  for (const name of ["a", "b", "c", "d", "e"]) {
    store.grow(name, 10);
    await history(name);
  }
  await history("b");
  await history("a");
  store.grow("f", 20_000);
  expect(await history("f")).toHaveLength(20_000);
  await history("f");
  expect(store.asked.slice(5)).toEqual(["b 10", "a 0", "f 0", "f 0"]);
});

test("of two that read at the same time none takes from the other", async () => {
  const store = journal();
  const history = keptHistory(store);
  store.grow("a", 3);
  const [one, other] = await Promise.all([history("a"), history("a")]);
  expect(one).toEqual(other);
  expect(await history("a")).toHaveLength(3);
});
