import { expect, test } from "vitest";
import { given, minutes, openRelease } from "../../../test/support/release.ts";
import { promoted, rolloutId, wayBack } from "../../../test/support/rollout.ts";
import type { IncidentEvent } from "../incident/events.ts";
import { criticalIncidents } from "./critical-incidents.ts";
import type { ReleaseEvent } from "./events.ts";

const issue = (n: number, severity: "critical" | "high" = "critical", environment = "production"): IncidentEvent => ({
  type: "IssueReported",
  at: minutes(290 + n),
  issue: `issue-${n}`,
  title: "orders are lost",
  severity,
  source: "users",
  environment,
  reference: "",
  graded: true,
  by: "cy",
});

const armed: IncidentEvent = {
  type: "TriggerRaised",
  at: minutes(295),
  trigger: "trigger-1",
  severity: "critical",
  source: "issue",
  says: "orders are lost",
  environment: "production",
  of: rolloutId(),
  issue: "issue-1",
  key: "issue issue-1",
  by: "headgate",
};

const back = wayBack({}, minutes(300), { reason: "orders are lost", severity: "critical" });
const incidents = (...events: readonly ReleaseEvent[]) =>
  criticalIncidents(given(openRelease(), ...promoted(), ...events));

test("R184: a critical issue of production counts; one of staging, or a lesser one, does not", () => {
  expect(incidents()).toEqual([]);
  expect(incidents(issue(1)).map(({ id }) => id)).toEqual(["issue-1"]);
  expect(incidents(issue(1, "high"), issue(2, "critical", "staging"))).toEqual([]);
});

test("R184: an issue that armed a trigger that rolled back is one incident, blamed on that rollout", () => {
  const [only, ...more] = incidents(issue(1), armed, ...back);
  expect(more).toEqual([]);
  expect(only).toMatchObject({ id: "issue-1", rollout: rolloutId(), over: expect.any(Number) });
});

test("R184: a critical rollback without an issue is one, and a second issue that nobody linked is another", () => {
  expect(incidents(...back)).toMatchObject([{ id: rolloutId(), rollout: rolloutId() }]);
  expect(incidents(issue(1), armed, issue(2), ...back).map(({ id }) => id)).toEqual(["issue-1", "issue-2"]);
});

test("R184: a critical trigger for which nothing could be rolled back any more counts, unless it was a false alarm", () => {
  const late = { ...armed, of: null, issue: null, key: "", by: "cy" } as const;
  const settled = (how: "cleared" | "mended later"): IncidentEvent => ({
    type: "TriggerSettled",
    at: minutes(400),
    trigger: "trigger-1",
    how,
    reason: "we looked",
    by: "ada",
  });
  expect(incidents(late)).toMatchObject([{ id: "trigger-1", rollout: rolloutId(), over: null }]);
  expect(incidents(late, settled("mended later"))).toMatchObject([{ id: "trigger-1", over: minutes(400) }]);
  expect(incidents(late, settled("cleared"))).toEqual([]);
  expect(incidents({ ...late, of: rolloutId() }, ...back)).toMatchObject([{ id: rolloutId() }]);
});
