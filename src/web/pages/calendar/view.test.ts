import { expect, test } from "vitest";
import { barsOf, calendarSays, entriesOf, weeks } from "./view.ts";

const span = { from: "2026-11-02T00:00:00.000Z", to: "2026-11-30T00:00:00.000Z" };
const freeze = { title: "Books", reason: "the year ends", environments: ["production"] };
const calendar = {
  ...{ ...span, clashes: [], stops: [], peaks: [] },
  freezes: [{ ...freeze, from: "2026-10-30T00:00:00.000Z", to: "2026-11-09T00:00:00.000Z" }],
  windows: { production: [{ from: "2026-11-16T00:00:00.000Z", to: "2026-11-16T02:00:00.000Z" }] },
  booked: [{ from: "2026-11-29T00:00:00.000Z", to: "2026-12-02T00:00:00.000Z", release: "shop-1.1.0" }],
} as never;

test("everything stands in the order in which it begins", () => {
  expect(entriesOf(calendar).map(({ kind }) => kind)).toEqual(["freeze", "window", "release"]);
});

test("a bar is cut where the span is, and never too small to be seen", () => {
  expect(barsOf(calendar, "freeze")).toMatchObject([{ left: 0, width: 25 }]);
  expect(barsOf(calendar, "window")).toMatchObject([{ left: 50, width: 0.8 }]);
  const [booked] = barsOf(calendar, "release");
  expect((booked?.left ?? 0) + (booked?.width ?? 0)).toBeCloseTo(100);
});

test("weeks begin on Mondays", () => {
  const marks = weeks(span);
  expect(marks.map(({ at }) => new Date(at).getUTCDay())).toEqual([1, 1, 1, 1]);
  expect(marks.map(({ left }) => left)).toEqual([0, 25, 50, 75]);
  expect(weeks({ from: "2026-11-03T10:00:00.000Z", to: span.to })[0]?.at).toBe(Date.UTC(2026, 10, 9));
});

test("one sentence says what matters most", () => {
  expect(calendarSays(calendar)).toBe("Nothing clashes in the next four weeks.");
  expect(calendarSays({ clashes: ["a", "b"], stops: [] } as never)).toBe("2 clashes in the next four weeks.");
  expect(calendarSays({ clashes: [], stops: [{ reason: "an outage", by: "ada" }] } as never)).toBe(
    "The line stands still: an outage (ada).",
  );
});
