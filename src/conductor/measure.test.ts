import { expect, test } from "vitest";
import { first } from "../../test/support/moments.ts";
import { rolloutOf } from "../../test/support/obey.ts";
import { counts, settings } from "../../test/support/windows.ts";
import type { Release } from "../domain/release/release.ts";
import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { Rollout } from "../domain/rollout/rollout.ts";
import { instant, millis, percent, plus } from "../domain/units.ts";
import type { Counts, Sample } from "../drivers/port.ts";
import { systemClock } from "./clock.ts";
import type { EnvironmentDrivers } from "./deps.ts";
import { measurer } from "./measure.ts";

const interval = millis(5_000);
const rollout: Rollout = { ...rolloutOf(first), weight: percent(50), weightAt: instant(0), lastWindowAt: instant(0) };
const { candidate, baseline } = rollout;
if (baseline === null) throw new Error("the rollout has no baseline");
const effect = { kind: "measure", rollout: rollout.id, step: rollout.step, candidate, baseline } as const;

/** A source that runs on by these counts at each look, and a rollout that stands as it is told; a look every 5 s. */
const looks = (each: Counts | Error) => {
  let at = instant(1_000_000);
  let now = rollout;
  let total = 0;
  const read = async (): Promise<Sample> => {
    if (each instanceof Error) throw each;
    total += 1;
    const sum = {
      ...each,
      requests: total * each.requests,
      latency: each.latency.map(([b, n]) => [b, total * n] as const),
    };
    return { at, builds: { [candidate.digest]: sum, [baseline.digest]: sum } };
  };
  const drivers = { metrics: { read }, instances: { observe: async () => [] } } as unknown as EnvironmentDrivers;
  const release = () => ({ rollouts: [now] }) as unknown as Release;
  const measure = measurer(release, { now: () => at, clock: systemClock });
  return async (change: Partial<Rollout> = {}): Promise<RolloutReport | null> => {
    at = plus(at, interval);
    now = { ...now, ...change };
    return measure(
      drivers,
      { settings, interval },
      { ...effect, environment: now.environment } as never,
      AbortSignal.timeout(5_000),
    );
  };
};

const windowIn = (report: RolloutReport | null) => (report?.type === "RecordVerdict" ? report.window : null);

test("the second look closes the first window, with what came between", async () => {
  const look = looks(counts(100));
  expect(await look()).toBeNull();
  expect(windowIn(await look())).toMatchObject({ candidate: { requests: 100 }, baseline: { requests: 100 } });
});

test.each<[string, Partial<Rollout>]>([
  ["was confirmed", { weightAt: instant(1_001_000) }],
  ["is on its way", { weightAt: null }],
  ["changed before it was confirmed", { weight: percent(100) }],
])("no window mixes two weights: after one that %s it begins anew", async (_, change) => {
  const look = looks(counts(100));
  await look();
  expect(await look()).not.toBeNull();
  expect(await look(change)).toBeNull();
  expect(windowIn(await look())).toMatchObject({ candidate: { requests: 100 } });
});

test("T23: a source that does not answer gives windows that were not measured, with what it said", async () => {
  const look = looks(new Error("connection refused"));
  await look();
  const report = await look();
  expect(windowIn(report)).toMatchObject({ candidate: null, baseline: null, problem: "connection refused" });
  expect(report).toMatchObject({ verdict: { outcome: "inconclusive", figures: { windowsMissing: 1 } } });
});
