import { describe, expect, test } from "vitest";
import { instant } from "../units.ts";
import type { CalendarAct, CalendarRules } from "./commands.ts";
import { decideCalendar } from "./decide-calendar.ts";
import { type CalendarState, emptyCalendar, evolveCalendar } from "./state.ts";

const rules: CalendarRules = {
  roles: ["lead"],
  owner: "oz",
  people: [
    { id: "ada", kind: "human", roles: ["lead"] },
    { id: "ben", kind: "human", roles: ["operator"] },
    { id: "oz", kind: "human", roles: [] },
    { id: "bot", kind: "agent", roles: ["lead"] },
  ],
  configured: ["christmas"],
};
const at = (n: number) => instant(n);
const freeze: CalendarAct = {
  type: "DeclareFreeze",
  title: "Payroll",
  reason: "it runs",
  service: "shop",
  environments: ["production"],
  from: at(100),
  to: at(200),
  zone: "UTC",
};
const decided = (state: CalendarState, act: CalendarAct, by = "ada", now = 50) =>
  decideCalendar(state, rules, { ...act, at: at(now), by: { kind: by === "bot" ? "agent" : "human", id: by } });
const folded = (state: CalendarState, ...acts: readonly CalendarAct[]): CalendarState =>
  acts.reduce((now, act) => {
    const decision = decided(now, act);
    return decision.ok ? decision.events.reduce(evolveCalendar, now) : now;
  }, state);
const codeOf = (decision: ReturnType<typeof decided>): string | null => (decision.ok ? null : decision.refusal.code);

test("R206: agents, strangers and people without the role are refused; the role and the owner are not", () => {
  const all: readonly CalendarAct[] = [
    freeze,
    { type: "LiftFreeze", id: "F1", reason: "r" },
    { type: "OverrideFreeze", id: "F1", release: "shop-1", environments: ["production"], reason: "r" },
    { type: "StopLine", service: null, reason: "r" },
    { type: "ReleaseLine", service: "shop", reason: "r" },
  ];
  const state = folded(emptyCalendar, freeze, { type: "StopLine", service: "shop", reason: "r" });
  for (const act of all) {
    expect(["bot", "mallory", "ben"].map((by) => codeOf(decided(state, act, by)))).toEqual([
      "AGENT_FORBIDDEN",
      "UNKNOWN_PERSON",
      "ROLE_MISSING",
    ]);
    expect(["ada", "oz"].map((by) => codeOf(decided(state, act, by)))).toEqual([null, null]);
    expect(codeOf(decided(state, { ...act, reason: " " }))).toBe("REASON_MISSING");
  }
});

describe("a freeze", () => {
  test("has all its problems said at once", () => {
    const wrong = { ...freeze, to: at(100), environments: [], title: "" };
    expect(decided(emptyCalendar, wrong)).toMatchObject({
      refusal: {
        code: "FREEZE_INVALID",
        detail: { problems: "it ends before it begins; it names no environment; it has no title" },
      },
    });
    expect(decided(emptyCalendar, freeze, "ada", 200)).toMatchObject({
      refusal: { detail: { problems: "it is over already" } },
    });
    expect(codeOf(decided(emptyCalendar, freeze, "ada", 199))).toBeNull();
  });
  test("T53: is matched by its id alone: two of one title are two, and no id is given twice", () => {
    const two = folded(emptyCalendar, freeze, freeze);
    expect(two.freezes.map(({ id }) => id)).toEqual(["F1", "F2"]);
    const lifted = folded(two, { type: "LiftFreeze", id: "F2", reason: "r" }, freeze);
    expect(lifted.freezes.map(({ id }) => id)).toEqual(["F1", "F3"]);
    expect(codeOf(decided(two, { type: "LiftFreeze", id: "Payroll", reason: "r" }))).toBe("FREEZE_UNKNOWN");
    expect(codeOf(decided(two, { type: "LiftFreeze", id: "christmas", reason: "r" }))).toBe("FREEZE_CONFIGURED");
  });
});

describe("the line", () => {
  const stop: CalendarAct = { type: "StopLine", service: "shop", reason: "fire" };
  test("is stopped once and resumed once; the one of all services is another", () => {
    const stopped = folded(emptyCalendar, stop);
    expect(decided(stopped, stop)).toMatchObject({
      ok: true,
      events: [],
      note: "the line is stopped already by ada: fire",
    });
    expect(codeOf(decided(stopped, { type: "ReleaseLine", service: null, reason: "r" }))).toBe("LINE_NOT_STOPPED");
    expect(folded(stopped, { type: "ReleaseLine", service: "shop", reason: "r" }).stops).toEqual([]);
  });
});
