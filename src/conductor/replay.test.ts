import { expect, test } from "vitest";
import { randomFrom } from "../../test/support/random.ts";
import { settings, windowAt } from "../../test/support/windows.ts";
import { bucketOf, lastBucket, upperEdge } from "../analysis/histogram.ts";
import { judge } from "../analysis/judge.ts";
import type { Settings } from "../analysis/settings.ts";
import type { Counts } from "../analysis/window.ts";
import type { JudgedWindow } from "../domain/rollout/window.ts";
import { instant } from "../domain/units.ts";
import { type Replay, replay } from "./replay.ts";

const read = (text: string, changed: Partial<Settings> = {}, totals = false): Replay => {
  const reading = replay(text, { ...settings, ...changed }, { totals });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
};

const start = instant(Date.UTC(2026, 10, 2));

/** Windows as a small service with a random fault would make them; some were not measured. */
const randomWindows = (seed: number): readonly JudgedWindow[] => {
  const { below, chance } = randomFrom(seed);
  const side = (requests: number, share: number): Counts => {
    const errors = Array.from({ length: requests }, () => chance(share)).filter(Boolean).length;
    const slow = below(Math.ceil(requests / 10));
    const latency = [
      [bucketOf(20 + below(3)), requests - slow],
      [chance(0.1) ? lastBucket : bucketOf(90), slow],
    ] as const;
    return { requests, errors, latency: latency.filter(([, count]) => count > 0), counters: {} };
  };
  const fault = [0, 0.01, 0.2][below(3)]!;
  return Array.from({ length: 60 }, (_, i) => {
    const measured = (counts: Counts): Counts | null => (i > 0 && chance(0.05) ? null : counts);
    const window = windowAt(i, measured(side(5 + below(30), fault)), measured(side(50 + below(60), 0.01)), 25);
    const [from, to] = [instant(start + window.from), instant(start + window.to)];
    return { ...window, from, to, confirmedAt: start, grownAt: start };
  });
};

const rowsOf = (windows: readonly JudgedWindow[]): string =>
  windows
    .flatMap(({ to, weight, candidate, baseline }) =>
      Object.entries({ candidate, baseline }).map(([side, counts]) => {
        const latency = counts?.latency.map(([bucket, n]) => [bucket === lastBucket ? "inf" : upperEdge(bucket), n]);
        return JSON.stringify({ time: to, side, weight, requests: null, ...counts, latency });
      }),
    )
    .join("\n");

test("windows that were written down and read again give the same verdicts, bit for bit", () => {
  const ends = new Set<string>();
  for (let seed = 1; seed <= 8; seed++) {
    const windows = randomWindows(seed);
    const { looks } = read(rowsOf(windows));
    for (const [i, { verdict }] of looks.entries())
      expect(verdict, `seed ${seed}, window ${i}`).toEqual(judge({ windows: windows.slice(0, i + 1), settings }));
    ends.add(looks.at(-1)!.verdict.outcome);
  }
  expect(ends).toContain("fail");
  expect(ends.size).toBeGreaterThan(1);
});

test("running totals come to the same as the intervals that they are summed from", () => {
  const intervals = ["time,side,requests,errors"];
  const totals = [...intervals, "1793628000,canary,7,1", "1793628000,stable,1000,3"];
  let [ours, theirs] = [7, 1000];
  for (let i = 1; i <= 40; i++) {
    const time = 1793628000 + 5 * i;
    intervals.push(`${time},canary,25,0`, `${time},stable,${475 + i},0`);
    ours += 25;
    theirs += 475 + i;
    totals.push(`${time},canary,${ours},1`, `${time},stable,${theirs},3`);
  }

  const [a, b] = [read(intervals.join("\n")), read(totals.join("\n"), {}, true)];

  expect(b.looks).toEqual(a.looks);
  expect(a.looks).toHaveLength(40);
});

test("a counter counts when the settings name it, and else is named as not judged", () => {
  const rows = ["time,side,weight,requests,errors,checkout.total,checkout.bad"];
  for (let i = 1; i <= 40; i++)
    rows.push(`${1793628000 + 5 * i},canary,25,100,0,20,5`, `${1793628000 + 5 * i},stable,25,300,0,60,1`);
  const checkout = { weight: 3, margin: { small: 2, large: 1.5 }, floor: 0.001 };

  expect(read(rows.join("\n"))).toMatchObject({ unjudged: ["checkout"] });
  const judged = read(rows.join("\n"), { counters: { checkout } });
  expect(judged.unjudged).toEqual([]);
  expect(judged.looks.at(-1)!.verdict).toMatchObject({
    outcome: "fail",
    reason: expect.stringMatching(/^Harm in checkout/),
  });
});

test("a file in which the candidate never has a request is no rollout", () => {
  const reading = replay(
    "time,side,requests,errors\n5,canary,0,0\n5,stable,9,0\n10,canary,0,0\n10,stable,9,0",
    settings,
    {
      totals: false,
    },
  );
  expect(reading).toMatchObject({ ok: false, problems: [{ path: "requests" }] });
});
