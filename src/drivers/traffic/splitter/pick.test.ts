import { expect, test } from "vitest";
import { pick } from "./pick.ts";

const one = (inFlight: number, restUntil = 0) => ({ inFlight, restUntil });

test("the instance with the fewest requests in flight is chosen", () => {
  const [a, b, c] = [one(2), one(1), one(3)];

  expect(pick([a, b, c], [], 0, 0)).toBe(b);
});

test("equals take turns", () => {
  const all = [one(0), one(0), one(0)];

  expect([0, 1, 2, 3].map((turn) => all.indexOf(pick(all, [], turn, 0)!))).toEqual([0, 1, 2, 0]);
});

test("one that refused rests while another lives, and is asked when it is the last", () => {
  const [resting, living] = [one(0, 1_000), one(9)];

  expect(pick([resting, living], [], 0, 999)).toBe(living);
  expect(pick([resting, living], [living], 0, 999)).toBe(resting);
  expect(pick([resting, living], [], 0, 1_000)).toBe(resting);
});

test("none is left once every instance was tried", () => {
  const all = [one(0), one(0)];

  expect(pick(all, all, 0, 0)).toBeNull();
  expect(pick([], [], 0, 0)).toBeNull();
});
