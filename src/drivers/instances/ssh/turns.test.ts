import { expect, test } from "vitest";
import { turns } from "./turns.ts";

test("no more than so many run at a time, and all run in the end, whatever becomes of each", async () => {
  const turn = turns(2);
  let [running, most] = [0, 0];
  const act = async (n: number): Promise<number> => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
    if (n % 3 === 0) throw new Error("out of luck");
    return n;
  };

  const done = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7].map((n) => turn(() => act(n))));

  expect(most).toBe(2);
  expect(done.map(({ status }) => status === "fulfilled")).toEqual([true, true, false, true, true, false, true]);
  expect(await turn(async () => "later")).toBe("later");
});
