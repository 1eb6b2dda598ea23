import type { CalendarView, OpenSpan } from "../../src/domain/calendar/hindrance.ts";
import type { Check, Rule } from "../../src/domain/process/process.ts";
import type { RequirementStatus } from "../../src/domain/process/status.ts";
import type { Report } from "../../src/domain/release/evidence.ts";
import { type Instant, instant, type Millis, millis } from "../../src/domain/units.ts";
import { occurrences } from "../../src/recurrence/occurrences.ts";
import { day, hour, type Life, minute, type Nature } from "../support/life.ts";
import { usually } from "../support/life-people.ts";
import { good, harm } from "../support/obey.ts";
import type { Random } from "../support/random.ts";
import { passing } from "../support/walk.ts";
import { somebody } from "./life-people.ts";

/** How a person is: `never` leaves this share of the things that they owe undone, for ever. */
type Character = { readonly slow: number; readonly never: number };

const characters: readonly Character[] = [
  { slow: 1, never: 0 },
  { slow: 1, never: 0 },
  { slow: 1, never: 0.02 },
  { slow: 5, never: 0.03 },
  { slow: 12, never: 0.08 },
];

/** Times about which the clocks of Europe are changed, and one about which they are not. */
const openings = ["2026-10-19T08:00Z", "2027-03-18T15:00Z", "2026-11-02T09:00Z"];

export const openingOf = (random: Random): Instant =>
  instant(Date.parse(random.pick(openings)) + random.below(6) * day + random.below(24) * hour);

/** Trouble until `calm`, and none after it; what people never did before, they do then. */
export const natureOf = (random: Random, opened: Instant, calm: Instant): Nature => {
  const persons = new Map<string, Character>();
  const trouble = random.pick([0, 0.01, 0.03, 0.08]);
  const harmful = random.pick([0, 0.005, 0.02, 0.1]);
  const calendar = calendarAround(random, opened, calm);
  const characterOf = (person: string): Character => {
    const known = persons.get(person) ?? random.pick(characters);
    persons.set(person, known);
    return known;
  };
  return {
    takes(life, owed, person) {
      if (life.now >= calm) return usually(life, owed);
      const { slow, never } = characterOf(person);
      return life.random.chance(never) ? null : late(life, owed, slow);
    },
    finds: (life, check, part) => (life.now < calm && life.random.chance(trouble) ? bad(life, check, part) : {}),
    sees: (life) => (life.now < calm && life.random.chance(harmful) ? harm : good),
    calendar: (at) => (at < calm ? calendar : { ...calendar, freezes: [], stops: [] }),
    also(life, view) {
      if (life.now < calm) somebody(life, view);
    },
  };
};

const late = (life: Life, owed: RequirementStatus, slow: number): Millis =>
  millis(usually(life, owed) * (1 + life.random.below(slow)));

/** A report that breaks one of its rules; one that cannot be read, now and then. */
const bad = (life: Life, check: Check, part: string): Partial<Report> => {
  const { figures, texts } = passing({ process: life.process, release: life.release, at: life.now }, check.id);
  const rule = life.random.pick([undefined, ...check.rules.filter((one) => (one.part ?? part) === part)]);
  switch (rule?.kind) {
    case "figure":
      return { figures: { ...figures, [rule.figure]: outside(rule) } };
    case "text":
      return { texts: { ...texts, [rule.text]: "none of those" } };
    case "covers":
    case undefined:
      return { figures: {}, texts: {}, lists: {} };
  }
};

const outside = (rule: Extract<Rule, { kind: "figure" }>): number =>
  rule.max !== undefined || rule.below !== undefined ? 1e9 : -1;

/**
 * Production may change on weekdays by the wall clock of Berlin; freezes begin whenever they like, in the middle of a
 * rollout too.
 */
const calendarAround = (random: Random, from: Instant, to: Instant): CalendarView => {
  const zone = "Europe/Berlin";
  const range = { from, to: instant(to + 150 * day) };
  const working = {
    rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    at: "06:00",
    length: { days: 0, rest: millis(14 * hour) },
  };
  const spans = occurrences({ ...working, zone, first: "2026-01-01" }, range).map(
    (one): OpenSpan => ({ ...one, zone }),
  );
  const freezes = Array.from({ length: random.below(4) }, (_, n) => {
    const begins = from + random.below(30 * 24 * 60) * minute;
    const lasts = (1 + random.below(48 * 60)) * minute;
    const title = "the shop is busy";
    const time = { from: instant(begins), to: instant(begins + lasts) };
    return { id: `F${n + 1}`, title, reason: title, zone, environments: ["staging", "production"], ...time };
  });
  return { stops: [], freezes, windows: random.chance(0.5) ? { production: spans } : {} };
};
