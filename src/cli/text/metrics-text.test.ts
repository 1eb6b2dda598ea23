import { expect, test } from "vitest";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { build, given, minutes, openRelease, people } from "../../../test/support/release.ts";
import { drilled, promoted, rolledBack } from "../../../test/support/rollout.ts";
import { wholeRelease } from "../../../test/support/whole-release.ts";
import { toReleaseMetrics, toServiceMetrics } from "../../api/to-metrics-answer.ts";
import { instant } from "../../domain/units.ts";
import { releaseMetricsText, serviceMetricsText } from "./metrics-text.ts";
import { paint } from "./paint.ts";

const layout = { paint: paint(false), columns: 160 };
const process = {
  ...defaultProcess,
  metrics: defaultProcess.metrics.map((one) =>
    one.id === "p95" ? { ...one, target: 300, reason: "pages are rendered on the server" } : one,
  ),
};
const whole = { process, release: given(...wholeRelease()) };
const span = { from: minutes(0), to: instant(minutes(0) + 30 * 86_400_000) };
const service = toServiceMetrics("shop", [whole], span);

test("R178: each metric is shown with its target, the reason of a changed one, its sample and its source", () => {
  const text = releaseMetricsText(toReleaseMetrics(whole), layout);
  expect(text).toMatch(/p95|95th percentile +< 300 ms \(pages are rendered on the server\) +81.5 ms +met/);
  expect(text).toContain("(of 52100, at least 1000)");
  expect(text).toContain("validation.metrics: errorRate at");
});

test("R178: TBD stands only where there is no data", () => {
  const text = releaseMetricsText(toReleaseMetrics({ process, release: given(openRelease()) }), layout);
  expect(text.match(/TBD +TBD/g)).toHaveLength(process.metrics.length);
  expect(releaseMetricsText(toReleaseMetrics(whole), layout)).not.toContain("TBD");
});

test("R179: execution time is held against the target, elapsed time is shown without one", () => {
  const release = given(openRelease(), ...promoted());
  const text = releaseMetricsText(toReleaseMetrics({ process, release }), layout);
  expect(text).toMatch(/Deployment time +< 1800 s +720 s +met/);
  expect(text).toContain("elapsed with bake times and waits: 3h; this has no target");
});

test("R183: availability is told with enough digits to see a miss, and planned downtime apart", () => {
  const availability = (bad: number) => {
    const answer = toReleaseMetrics(whole);
    const metrics = answer.metrics.map((one) =>
      one.id === "availability"
        ? { ...one, actual: (10_080 - bad) / 10_080, result: bad > 10 ? ("missed" as const) : ("met" as const) }
        : one,
    );
    return releaseMetricsText({ ...answer, metrics }, layout);
  };
  expect(availability(10)).toMatch(/Availability +> 0.999 +0.9990079 +met/);
  expect(availability(11)).toMatch(/Availability +> 0.999 +0.9989087 +MISSED/);
  expect(availability(11)).toContain("no part of availability");
});

test("R128: drills and real rollbacks are shown with p50 and max beside the target", () => {
  const release = given(openRelease(), ...drilled({}, 20), ...rolledBack({ at: minutes(500) }, 40));
  const text = serviceMetricsText(toServiceMetrics("shop", [{ process, release }], span), layout);
  expect(text).toMatch(/drills +1 +p50 20s +max 20s/);
  expect(text).toMatch(/real +1 +p50 40s +max 40s/);
  expect(text).toContain("less than 15m");
});

test("R185: the trend has a line for each release, oldest first, and nothing of the answer names or groups people", () => {
  const later = given(openRelease({ release: "shop-1.2.0", at: minutes(20_000) }));
  const two = toServiceMetrics("shop", [{ process, release: later }, whole], span);
  expect(two.releases.map(({ release }) => release)).toEqual(["shop-1.1.0", "shop-1.2.0"]);
  const answer = JSON.stringify(two);
  for (const { id, name, emails } of people)
    for (const said of [`"${id}"`, name, ...emails]) expect(answer).not.toContain(said);
  expect(answer).not.toMatch(/"(?:by|who|person|people|author|owner|role)s?"/);
});

test("the five delivery metrics stand together, with what they were counted of", () => {
  const text = serviceMetricsText(service, layout);
  expect(service.delivery).toMatchObject({ deployments: 2, failed: 1, failRate: 0.5 });
  for (const name of ["Deployment frequency", "Change lead time", "Change fail rate", "recovery time", "rework rate"])
    expect(text).toContain(name);
  expect(text).toContain("1 of 2 rolled back");
});

test("lead time says whether it began with the commit or with the opening", () => {
  const released = (id: string, at: number, committedAt?: number) => {
    const known = committedAt === undefined ? build : { ...build, committedAt: minutes(committedAt) };
    const events = promoted({ at: minutes(at) }).map((event) => ({ ...event, rollout: id }));
    return { process, release: given(openRelease({ release: id, build: known }), ...events) };
  };
  const textOf = (...all: readonly ReturnType<typeof released>[]) =>
    serviceMetricsText(toServiceMetrics("shop", all, span), layout);
  const [one, two] = [released("shop-1", 10, -60), released("shop-2", 900)];
  expect(textOf(one)).toContain("middle, from the commit until all traffic");
  expect(textOf(two)).toContain("middle, from the opening (nobody said when it was committed) until all traffic");
  expect(textOf(one, two)).toContain("from the commit (1 of 2 from the opening: nobody said when they were committed)");
});
