import { z } from "zod";
import { moment, texts } from "./fields.ts";
import type { Told } from "./read-only.ts";

const span = z.object({ from: moment, to: moment.describe("This moment is no part of it.") });
const open = span.extend({ zone: z.string() });
const rate = z.object({ hour: z.int(), perMinute: z.number() });

const freeze = span.extend({
  id: z.string(),
  title: z.string(),
  reason: z.string(),
  zone: z.string(),
  environments: texts,
  declaredBy: z.string().nullable().describe("Null: it stands in headgate.yaml."),
});

const stop = z.object({
  service: z.string().nullable().describe("Null: all services."),
  by: z.string(),
  reason: z.string(),
  at: moment,
});

const override = z.object({
  id: z.string().describe("Of the freeze."),
  release: z.string(),
  environments: texts,
  by: z.string(),
  reason: z.string(),
  at: moment,
});

/** What `headgate calendar --json` prints. */
export const calendarAnswer = span.extend({
  service: z.string(),
  zone: z.string().describe("Whose local time is shown beside UTC."),
  stops: z.array(stop).describe("Lines that stand still."),
  freezes: z.array(freeze),
  overrides: z.array(override).describe("Releases that a freeze does not hold for."),
  windows: z.record(z.string(), z.array(open)).describe("By environment; one that is absent may change at any time."),
  peaks: z.array(open).describe("When it is busiest."),
  booked: z
    .array(span.extend({ release: z.string() }))
    .describe("When production is planned, of all services on this journal."),
  unreadable: texts.describe("Releases that cannot be read, so that nobody knows what they plan."),
  quiet: z
    .object({ quietest: rate, busiest: rate, days: z.number() })
    .nullable()
    .describe("By recorded traffic, in `zone`; null when too little of the day was seen."),
  clashes: texts.describe("What of it clashes with what, by id."),
});

/** What `headgate freeze --json` prints: those that hold now or will in the next year. */
export const freezesAnswer = z.object({ freezes: z.array(freeze) });

/** What `headgate line --json` prints. */
export const stopsAnswer = z.object({ stops: z.array(stop) });

export type CalendarAnswer = Told<typeof calendarAnswer>;
export type FreezesAnswer = Told<typeof freezesAnswer>;
export type StopsAnswer = Told<typeof stopsAnswer>;
