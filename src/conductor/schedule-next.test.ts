import fc from "fast-check";
import { expect, test } from "vitest";
import { type Instant, instant, millis } from "../domain/units.ts";
import { unchangedFor } from "./schedule-next.ts";

const now = instant(Date.UTC(2026, 10, 2, 9));
const horizon = millis(30_000);
const grain = millis(50);

test("an answer that does not change within the horizon is good for all of it", () => {
  expect(unchangedFor(() => "same", "same", now, horizon, grain)).toBe(horizon);
});

test("an answer that has changed for good is asked for again when it does, and never earlier than it may change", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30_000 }), (changesAfter) => {
      const answer = (at: Instant): string => (at - now >= changesAfter ? "other" : "same");

      const length = unchangedFor(answer, "same", now, horizon, grain);

      // Until it ends nobody looks, so what is said may be too old by the grain and no more.
      expect(length).toBeGreaterThanOrEqual(changesAfter);
      expect(length - changesAfter).toBeLessThanOrEqual(grain);
    }),
  );
});

test("of several changes the first one counts, or one that the horizon's end does not take back", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 29_000 }), { minLength: 1, maxLength: 5 }), (moments) => {
      const answer = (at: Instant): string => `${moments.filter((moment) => at - now >= moment).length} happened`;

      const length = unchangedFor(answer, "0 happened", now, horizon, grain);

      expect(length).toBeGreaterThanOrEqual(Math.min(...moments));
      expect(length - Math.min(...moments)).toBeLessThanOrEqual(grain);
    }),
  );
});
