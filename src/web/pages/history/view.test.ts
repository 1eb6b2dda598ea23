import { expect, test } from "vitest";
import { broken, chainSays, type Entry } from "./view.ts";

const line = (version: number, previous: string, hash: string): Entry => ({
  ...{ version, previous, hash, at: 0, type: "NoteTaken", actor: { kind: "human", id: "ada" } },
});
const whole = [line(1, "", "a"), line(2, "a", "b"), line(3, "b", "c")];

test("a chain is whole when each line names the hash of the one before", () => {
  expect(broken(whole)).toEqual([]);
  expect(chainSays(whole)).toBe("3 lines, each naming the hash of the one before; the last is c.");
  expect(chainSays([])).toBe("Nothing is written yet.");
});

test("a line that was changed, or is gone, shows", () => {
  expect(broken([whole[0]!, line(2, "x", "b"), whole[2]!])).toEqual([2]);
  expect(broken([whole[0]!, whole[2]!])).toEqual([3]);
  expect(chainSays([whole[0]!, whole[2]!])).toContain("broken at 3: run headgate verify");
});
