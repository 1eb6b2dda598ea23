import { expect, test } from "vitest";
import { paced } from "./paced.ts";

/** Time that moves when it is told to; acts take as long as `takes` says. */
const world = (takes: number) => {
  let clock = 0;
  const done: string[][] = [];
  const pauses: number[] = [];
  const ends: (() => void)[] = [];
  const call = paced<string>(
    async (all) => {
      done.push([...all]);
      clock += takes;
    },
    (ms) => {
      pauses.push(ms);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    () => clock,
  );
  const rest = async (): Promise<void> => {
    ends.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { call, done, pauses, rest };
};

test("the first is done at once, what comes in the pause once after it, and then all is quiet", async () => {
  const { call, done, pauses, rest } = world(10);
  call("a");
  await rest();
  for (const one of ["b", "c", "b"]) call(one);
  expect(done).toEqual([["a"]]);
  await rest();
  expect(done).toEqual([["a"], ["b", "c"]]);
  await rest();
  expect(pauses).toEqual([200, 400]);
  call("d");
  expect(done.at(-1)).toEqual(["d"]);
  await rest();
  expect(pauses.at(-1)).toBe(200);
});

test("what goes on and on is done once a second in the end", async () => {
  const { call, pauses, rest } = world(10);
  for (let n = 0; n < 8; n++) {
    call("a");
    await rest();
  }
  expect(pauses).toEqual([200, 400, 600, 800, 1_000, 1_000, 1_000, 1_000]);
});

test("what takes long is done less often", async () => {
  const { call, pauses, rest } = world(400);
  call("a");
  await rest();
  expect(pauses).toEqual([400]);
});

test("one that fails keeps nothing from the next", async () => {
  const done: string[] = [];
  const call = paced<string>(
    async (all) => {
      done.push(...all);
      throw new Error("away");
    },
    async () => undefined,
  );
  call("a");
  call("b");
  await expect.poll(() => done).toEqual(["a", "b"]);
});
