import type { CalendarView, OpenSpan } from "../../src/domain/calendar/hindrance.ts";
import { type Instant, instant, millis } from "../../src/domain/units.ts";
import { occurrences } from "../../src/recurrence/occurrences.ts";
import { day, hour, minute } from "../support/life.ts";
import type { Random } from "../support/random.ts";

const zone = "Europe/Berlin";

/** Of up to two days. */
export const freezeFrom = (random: Random, from: Instant, id: string): Freeze => {
  const title = "the shop is busy";
  const to = instant(from + (1 + random.below(48 * 60)) * minute);
  return { id, title, reason: title, zone, environments: ["staging", "production"], from, to };
};

type Freeze = CalendarView["freezes"][number];

/**
 * Production may change on weekdays by the wall clock of Berlin; freezes begin whenever they like, in the middle of a
 * rollout too.
 */
export const calendarAround = (random: Random, from: Instant, to: Instant): CalendarView => {
  const range = { from, to: instant(to + 150 * day) };
  const working = {
    rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    at: "06:00",
    length: { days: 0, rest: millis(14 * hour) },
  };
  const spans = occurrences({ ...working, zone, first: "2026-01-01" }, range).map(
    (one): OpenSpan => ({ ...one, zone }),
  );
  const freezes = Array.from({ length: random.below(4) }, (_, n) =>
    freezeFrom(random, instant(from + random.below(30 * 24 * 60) * minute), `F${n + 1}`),
  );
  return { stops: [], freezes, windows: random.chance(0.5) ? { production: spans } : {} };
};
