import { describe, expect, test } from "vitest";
import { instant, millis, plus } from "../units.ts";
import { type Booked, clashesWith, isInWindows } from "./clashes.ts";
import type { Frozen } from "./freeze.ts";
import { type CalendarView, openCalendar, stopsAdvance, stopsStart } from "./hindrance.ts";
import type { Span } from "./span.ts";

const at = (text: string) => instant(Date.parse(text));
const span = (from: string, to: string): Span => ({ from: at(from), to: at(to) });
const frozen = (from: string, to: string, more: Partial<Frozen> = {}): Frozen => ({
  id: "F1",
  title: "Christmas",
  reason: "holidays",
  zone: "Europe/Berlin",
  environments: ["production"],
  ...span(from, to),
  ...more,
});
const withFreeze = (...freezes: readonly Frozen[]): CalendarView => ({ ...openCalendar, freezes });
const second = millis(1_000);
const at22 = at("2026-12-01T22:00Z");

describe("T50: a freeze holds from its first moment to the one at which it is over, and at no other time", () => {
  const view = withFreeze(frozen("2026-12-01T22:00Z", "2026-12-01T23:00Z"));
  test.each([
    ["a second before it", at("2026-12-01T21:59:59Z"), false],
    ["at its first moment", at22, true],
    ["in its last second", at("2026-12-01T22:59:59.999Z"), true],
    ["the moment at which it is over", at("2026-12-01T23:00Z"), false],
    ["a second after it", at("2026-12-01T23:00:01Z"), false],
    ["a month before it", at("2026-11-01T22:30Z"), false],
  ])("%s", (_, now, holds) => {
    expect(stopsAdvance(view, "production", now) !== null).toBe(holds);
    expect(stopsStart(view, "production", { from: now, to: plus(now, second) })?.code).toBe(
      holds ? "FROZEN" : undefined,
    );
  });
  test("a start that it would catch half-way is no start; one that ends as it begins is", () => {
    expect(stopsStart(view, "production", span("2026-12-01T21:00Z", "2026-12-01T22:00:01Z"))?.code).toBe("FROZEN");
    expect(stopsStart(view, "production", span("2026-12-01T21:00Z", "2026-12-01T22:00Z"))).toBeNull();
  });
  test("and only where it is declared for", () => {
    expect(stopsAdvance(view, "staging", at22)).toBeNull();
  });
});

test("a stopped line comes before everything, everywhere, and says who stopped it and why", () => {
  const stops = [{ service: null, by: "ada", reason: "fire", at: at22 }];
  for (const environment of ["staging", "production"])
    expect(stopsAdvance({ ...openCalendar, stops }, environment, at22)).toEqual({
      code: "LINE_STOPPED",
      says: "the line of all services was stopped by ada: fire",
    });
});

describe("windows", () => {
  const window = { ...span("2026-12-01T22:00Z", "2026-12-02T02:00Z"), zone: "Europe/Berlin" };
  const view: CalendarView = { ...openCalendar, windows: { production: [window] } };
  const planned = (from: string, to: string) => ({ ...span(from, to), environment: "production", zone: "UTC" });
  test("are half-open at the start, name the next one, and stop nothing that is under way", () => {
    const start = (from: string) => stopsStart(view, "production", span(from, "2026-12-02T05:00Z"));
    expect(start("2026-12-01T21:59:59Z")).toEqual({
      code: "OUTSIDE_WINDOW",
      says: "the next one opens Tue 2026-12-01 23:00 +01:00 Europe/Berlin (22:00 UTC)",
    });
    expect(start("2026-12-01T22:00Z")).toBeNull();
    expect(start("2026-12-02T01:59:59Z")).toBeNull();
    expect(start("2026-12-02T02:00Z")).toMatchObject({ says: "no window opens in the next weeks" });
    expect(stopsAdvance(view, "production", at("2026-12-02T03:00Z"))).toBeNull();
    expect(stopsStart(view, "staging", span("2026-12-01T10:00Z", "2026-12-01T11:00Z"))).toBeNull();
  });
  test("hold a plan that lies inside as a whole, also where two touch", () => {
    expect(isInWindows(view, planned("2026-12-01T22:00Z", "2026-12-02T02:00Z"))).toBe(true);
    expect(isInWindows(view, planned("2026-12-01T22:00Z", "2026-12-02T02:00:01Z"))).toBe(false);
    const next = { ...span("2026-12-02T02:00Z", "2026-12-02T04:00Z"), zone: "UTC" };
    expect(
      isInWindows(
        { ...view, windows: { production: [next, window] } },
        planned("2026-12-01T23:00Z", "2026-12-02T04:00Z"),
      ),
    ).toBe(true);
    expect(isInWindows(openCalendar, planned("2026-12-01T23:00Z", "2026-12-09T04:00Z"))).toBe(true);
    expect(
      isInWindows({ ...openCalendar, windows: { production: [] } }, planned("2026-12-01T23:00Z", "2026-12-01T23:01Z")),
    ).toBe(false);
  });
});

test("R33: a freeze, another release and peak traffic are each named, with their times in local time and UTC", () => {
  const others: readonly Booked[] = [
    { release: "shop-1.2.0", ...span("2026-12-01T23:00Z", "2026-12-02T01:00Z") },
    { release: "cart-2.0.0", ...span("2026-12-02T02:00Z", "2026-12-02T03:00Z") },
  ];
  const peaks = [{ ...span("2026-12-01T20:00Z", "2026-12-01T22:30Z"), zone: "Europe/Berlin" }];
  const planned = {
    ...span("2026-12-01T22:00Z", "2026-12-02T02:00Z"),
    environment: "production",
    zone: "Europe/Berlin",
  };
  const view = withFreeze(
    frozen("2026-12-02T00:00Z", "2026-12-03T00:00Z"),
    frozen("2026-12-02T02:00Z", "2026-12-03T00:00Z", { id: "F2" }),
  );
  expect(clashesWith(view, planned, others, peaks)).toEqual([
    {
      kind: "freeze",
      id: "F1",
      says: "freeze F1, Christmas (holidays): Wed 2026-12-02 01:00 +01:00 Europe/Berlin (00:00 UTC) to Thu 2026-12-03 01:00 +01:00 Europe/Berlin (00:00 UTC)",
    },
    {
      kind: "release",
      id: "shop-1.2.0",
      says: "release shop-1.2.0 has production: Wed 2026-12-02 00:00 +01:00 Europe/Berlin (2026-12-01 23:00 UTC) to Wed 2026-12-02 02:00 +01:00 Europe/Berlin (01:00 UTC)",
    },
    {
      kind: "peak",
      id: "production",
      says: "peak traffic: Tue 2026-12-01 21:00 +01:00 Europe/Berlin (20:00 UTC) to Tue 2026-12-01 23:30 +01:00 Europe/Berlin (22:30 UTC)",
    },
  ]);
});
