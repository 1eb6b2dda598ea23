import fc from "fast-check";
import { expect, test } from "vitest";
import { given, minutes, openRelease, build as theBuild } from "../../../test/support/release.ts";
import { drilled, promoted, rolledBack, rolloutId, wayBack } from "../../../test/support/rollout.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { type Instant, instant } from "../units.ts";
import { delivery } from "./delivery.ts";
import { type Deployment, deploymentsOf } from "./facts.ts";
import { rollbackTimes } from "./rollback-times.ts";

const issue = (reference: string, at: Instant): ReleaseEvent => ({
  type: "IssueReported",
  at,
  issue: "issue-1",
  title: "orders are lost",
  severity: "critical",
  source: "users",
  environment: "production",
  reference,
  graded: true,
  by: "cy",
});

const releaseOf = (id: string, ...events: readonly ReleaseEvent[]): Release => {
  const renamed = events.map((event) =>
    "rollout" in event ? { ...event, rollout: event.rollout.replace("shop-1.1.0", id) } : event,
  );
  return given(openRelease({ release: id }), ...renamed);
};

const day = 86_400_000;
const span = (from: number, to: number) => ({
  from: instant(minutes(0) + from * day),
  to: instant(minutes(0) + to * day),
});

test("a rollout that brought the build to users is a deployment; a drill and staging are none", () => {
  const release = releaseOf("shop-1", ...drilled(), ...promoted({ at: minutes(500) }));
  const [only, ...more] = deploymentsOf([release]);
  expect(more).toEqual([]);
  expect(only).toMatchObject({ release: "shop-1", rework: false, failure: null });
  expect(only?.lead).toEqual({ length: (only?.at ?? 0) - minutes(0), from: "opening" });
});

test("lead time begins with the commit of the build, where somebody knows when that was and it can be true", () => {
  const leadOf = (committedAt: number, ...events: readonly ReleaseEvent[]) => {
    const build = { ...theBuild, committedAt: instant(committedAt) };
    return deploymentsOf([given(openRelease({ build }), ...events)]).map(({ lead }) => lead);
  };
  const there = minutes(600);
  expect(leadOf(minutes(-90), ...promoted({ at: there }))).toMatchObject([{ from: "commit" }]);
  const [fromCommit, fromOpening] = [minutes(-90), minutes(601)].map((at) => leadOf(at, ...promoted({ at: there }))[0]);
  expect(fromOpening?.from).toBe("opening");
  expect((fromCommit?.length ?? 0) - (fromOpening?.length ?? 0)).toBe(90 * 60_000);
  // What never was delivered has no lead time, and counts as a deployment all the same.
  const back = deploymentsOf([given(openRelease(), ...rolledBack({}, 30))]);
  expect(back.map(({ lead }) => lead)).toEqual([null]);
  expect(delivery(back, span(0, 7))).toMatchObject({
    deployments: 1,
    leadTime: null,
    leads: { commit: 0, opening: 0 },
  });
});

test("a canary that was rolled back is a deployment that failed, by itself, and recovered when users were well", () => {
  const release = releaseOf("shop-1", ...rolledBack({}, 30), ...promoted({ attempt: 2, at: minutes(600) }));
  const figures = delivery(deploymentsOf([release]), span(0, 7));
  expect(figures).toMatchObject({ deployments: 2, frequency: 2, failed: 1, failRate: 0.5, recoveryTime: 30_000 });
});

test("T55: one incident that two releases were told of has one cause: the deployment of the one that heard of it first", () => {
  const first = releaseOf("shop-1", ...promoted(), issue("INC-7", minutes(300)));
  const second = releaseOf("shop-2", ...promoted({ at: minutes(400) }), issue("INC-7", minutes(700)));
  const failed = deploymentsOf([second, first]).filter(({ failure }) => failure !== null);
  expect(failed.map(({ release }) => release)).toEqual(["shop-1"]);
});

test("T55: an incident and the rollback that it brought about are one failure of one deployment", () => {
  const raised: ReleaseEvent = {
    type: "TriggerRaised",
    at: minutes(299),
    trigger: "trigger-1",
    severity: "critical",
    source: "issue",
    says: "orders are lost",
    environment: "production",
    of: rolloutId(),
    issue: "issue-1",
    key: "issue-1",
    by: "headgate",
  };
  const back = wayBack({}, minutes(300), { reason: "orders are lost", severity: "critical" });
  const release = given(openRelease(), ...promoted(), issue("", minutes(298)), raised, ...back);
  const [only] = deploymentsOf([release]);
  expect(only?.failure).toMatchObject({ cause: "shop-1.1.0 issue-1", at: minutes(298), recovery: expect.any(Number) });
});

test("an emergency is rework, and so is another try of what failed in production; an empty period tells no rate", () => {
  const again = releaseOf("shop-1", ...rolledBack({}, 30), ...promoted({ attempt: 2, at: minutes(600) }));
  expect(deploymentsOf([again]).map(({ rework }) => rework)).toEqual([false, true]);
  const emergency = given(openRelease({ plan: { emergency: { reason: "payments fail", by: "ada" } } }), ...promoted());
  expect(delivery(deploymentsOf([emergency]), span(0, 7))).toMatchObject({ rework: 1, reworkRate: 1 });
  expect(delivery([], span(0, 7))).toMatchObject({ failRate: null, leadTime: null, reworkRate: null, frequency: 0 });
});

test("harm that a planned change put an end to was a failed deployment, which needed somebody at once", () => {
  const raised: ReleaseEvent = {
    type: "TriggerRaised",
    at: minutes(300),
    trigger: "trigger-1",
    severity: "high",
    source: "alert",
    says: "the cart is slow",
    environment: "production",
    of: rolloutId(),
    issue: null,
    key: "slow",
    by: "headgate",
  };
  const settled: ReleaseEvent = {
    type: "TriggerSettled",
    at: minutes(320),
    trigger: "trigger-1",
    how: "fixed in place",
    reason: "the flag is off",
    by: "cy",
  };
  const failureOf = (...events: readonly ReleaseEvent[]) =>
    deploymentsOf([given(openRelease(), ...promoted(), raised, ...events)])[0]?.failure;
  expect(failureOf()).toBeNull();
  expect(failureOf({ ...settled, how: "cleared" })).toBeNull();
  const recovery = 20 * 60_000;
  expect(failureOf(settled)).toEqual({ cause: "shop-1.1.0 trigger-1", at: minutes(300), recovery });
});

const anyDeployment: fc.Arbitrary<Deployment> = fc
  .record({
    n: fc.nat(1_000_000),
    at: fc.integer({ min: 0, max: 100 }),
    lead: fc.nat(1_000),
    rework: fc.boolean(),
    recovery: fc.option(fc.option(fc.nat(500))),
  })
  .map(({ n, at, lead, rework, recovery }): Deployment => {
    const moment = instant(minutes(0) + at * day);
    const failure = recovery === null ? null : { cause: `issue-${n}`, at: moment, recovery: recovery as never };
    const began = { length: lead as never, from: n % 2 === 0 ? ("commit" as const) : ("opening" as const) };
    return { id: `r-${n}`, release: `shop-${n}`, version: "1", at: moment, lead: began, rework, failure };
  });

test("T55: a period that is cut in two counts nothing twice and loses nothing, whatever else was collected", () => {
  fc.assert(
    fc.property(
      fc.array(anyDeployment),
      fc.array(anyDeployment),
      fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100)).map((three) => three.toSorted((a, b) => a - b)),
      (all, others, [from = 0, cut = 0, to = 0]) => {
        const [whole, left, right] = [
          delivery(all, span(from, to)),
          delivery(all, span(from, cut)),
          delivery(all, span(cut, to)),
        ];
        for (const count of ["deployments", "failed", "rework", "notRecovered"] as const)
          expect(left[count] + right[count]).toBe(whole[count]);
        const outside = others.filter(({ at }) => at < span(from, to).from || at >= span(from, to).to);
        expect(delivery([...outside, ...all], span(from, to))).toEqual(whole);
      },
    ),
  );
});

test("R128: p50 and max of rollback times, drills and real ones apart; one that was not seen healthy is counted", () => {
  const one = releaseOf("shop-1", ...drilled({}, 20), ...rolledBack({ at: minutes(500) }, 40));
  const two = releaseOf("shop-2", ...drilled({}, 30), ...drilled({ attempt: 2, at: minutes(400) }, 1_000));
  const { drills, real } = rollbackTimes([one, two]);
  expect(drills).toEqual({ count: 3, p50: 30_000, max: 1_000_000, untimed: 0 });
  expect(real).toEqual({ count: 1, p50: 40_000, max: 40_000, untimed: 0 });
  const sick = rolledBack({}).filter((event) => event.type !== "SmokePassed" || event.target !== "router");
  expect(rollbackTimes([releaseOf("shop-3", ...sick)]).real).toEqual({ count: 1, p50: null, max: null, untimed: 1 });
});
