import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { given, minutes, openRelease, plan } from "../../../test/support/release.ts";
import { rolloutTo, stage, tinyProcess } from "../../../test/support/tiny-process.ts";
import { type Instant, instant, millis } from "../units.ts";
import { status } from "./status.ts";
import { timetable } from "./timetable.ts";

const day = 86_400_000;
const spans = (at: Instant) =>
  Object.fromEntries(timetable(defaultProcess, at, at).stages.map(({ stage, begin, end }) => [stage, [begin, end]]));

describe("R16: the timetable goes back from the date of production", () => {
  const at = instant(100 * day);

  test("each stage by its budget, those that run side by side at the same time", () => {
    const found = spans(at);

    expect(found.production?.[0]).toBe(at);
    expect(found.staging).toEqual([93 * day, at]);
    expect(found.checklist).toEqual([93 * day, at]);
    expect(found.strategy).toEqual([86 * day, 93 * day]);
    expect(found.entry).toEqual([79 * day, 86 * day]);
  });

  test("and forward from it", () => {
    const found = spans(at);

    expect(found.validation?.[0]).toBe(found.production?.[1]);
    expect(found.closure?.[0]).toBe(Math.max(found.validation![1]!, found.documentation![1]!));
  });

  test("a stage ends when the first one after it begins, whatever the process", () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(lengths, (days) => {
        const stages = days.map((n, i) =>
          stage(`s${i}`, { budget: millis(n * day), after: i === 0 ? [] : [`s${Math.floor((i - 1) / 2)}`] }),
        );
        const last = `s${days.length - 1}`;
        const process = tinyProcess([rolloutTo({ id: "go", stage: last, environment: "production" })], { stages });
        const { stages: found, leadTime } = timetable(process, at, at);
        const begins = new Map(found.map(({ stage, begin }) => [stage, begin]));

        for (const { stage: id, end } of found) {
          const followers = stages.filter(({ after }) => after.includes(id));
          for (const follower of followers) expect(begins.get(follower.id)).toBeGreaterThanOrEqual(end);
        }
        expect(leadTime).toBe(at - Math.min(at, ...begins.values()));
      }),
      { seed: 16 },
    );
  });
});

test("R16: a late stage is told and gates nothing", () => {
  const productionAt = minutes(0 + 60 * 24 * 10);
  const release = given(openRelease({ plan: { ...plan, productionAt } }));
  const entry = (now: Instant) => status(defaultProcess, release, now).stages.find(({ id }) => id === "entry");

  expect(entry(minutes(1))).toMatchObject({ state: "open", dueBy: productionAt - 14 * day });
  expect(entry(productionAt)?.state).toBe("open");
});
