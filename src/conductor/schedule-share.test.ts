import fc from "fast-check";
import { expect, test } from "vitest";
import { shareOf } from "./schedule-share.ts";

test("alone it takes all of them", () => {
  expect(shareOf(7, 1, 0)).toEqual({ take: 7, giveBack: 0 });
});

test("a newcomer gets its share little by little from those who have more", () => {
  expect(shareOf(100, 2, 100)).toEqual({ take: 0, giveBack: 10 });
  expect(shareOf(1_000, 2, 1_000)).toEqual({ take: 0, giveBack: 100 });
  expect(shareOf(100, 2, 52)).toEqual({ take: 0, giveBack: 2 });
});

test("however many there are, taking and giving back ends, with everything held and nobody far from the others", () => {
  const conductors = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(conductors, fc.integer({ min: 0, max: 300 }), (start, unheld) => {
      const total = start.reduce((sum, held) => sum + held, unheld);
      const held = [...start];
      let free = unheld;
      let changed = true;
      for (let turns = 0; changed; turns++) {
        expect(turns).toBeLessThan(200);
        changed = false;
        for (const [n, own] of held.entries()) {
          const { take, giveBack } = shareOf(total, held.length, own);
          const taken = Math.min(take, free);
          held[n] = own + taken - giveBack;
          free += giveBack - taken;
          changed ||= taken > 0 || giveBack > 0;
        }
      }
      expect(free).toBe(0);
      expect(Math.max(...held)).toBeLessThanOrEqual(Math.ceil(total / held.length));
    }),
  );
});
