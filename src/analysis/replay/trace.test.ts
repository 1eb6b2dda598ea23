import { describe, expect, test } from "vitest";
import { counts, settings, sidesOf, times } from "../../../test/support/windows.ts";
import { instant, percent } from "../../domain/units.ts";
import { judge } from "../judge.ts";
import { actOf } from "./act-of.ts";
import { trace } from "./trace.ts";
import { firsts, turns } from "./turns.ts";

const good = [counts(50), counts(950, 1)] as const;
const bad = [counts(50, 5), counts(950, 1)] as const;

test("each verdict is the one that the windows until then give, bit for bit", () => {
  const windows = sidesOf([...times(6, good), ...times(4, bad)]);

  const looks = trace(windows, settings);

  expect(looks.map(({ verdict }) => verdict)).toEqual(
    looks.map((_, i) => judge({ windows: windows.slice(0, i + 1), settings })),
  );
});

test("it ends where the rollout would have been taken back, and says what was served until then", () => {
  const looks = trace(sidesOf([...times(5, good), ...times(20, bad)]), settings);

  const last = looks.at(-1)!;
  const ends = looks.length;
  expect(ends).toBeLessThan(15);
  expect(actOf(last)).toBe("roll back");
  expect(last.served).toEqual({ requests: 50 * ends, errors: 5 * (ends - 5) });
  expect(last.evidence.together).toBeGreaterThanOrEqual(Math.log(100));
  expect(turns(looks).map(({ verdict }) => verdict.outcome)).toEqual(["inconclusive", "fail"]);
});

describe("a pause", () => {
  const outage = [counts(500, 50), counts(500, 50)] as const;
  const calm = [counts(500), counts(500)] as const;
  const onStep = (sides: readonly (readonly [(typeof calm)[0], (typeof calm)[1]])[], weight: number, from: number) =>
    sidesOf(sides, weight, from).map((window) => ({ ...window, weight: percent(weight), confirmedAt: instant(from) }));

  test("is told once for its step; on the next one the limit that was broken is forgiven, as by a person's resume", () => {
    const windows = [...onStep([...times(3, calm), ...times(5, outage)], 50, 0), ...onStep(times(20, calm), 60, 8)];

    const looks = trace(windows, settings);

    expect(firsts(looks, "pause").map(({ window }) => window.weight)).toEqual([50]);
    expect(actOf(looks.at(7)!)).toBe("pause");
    expect(looks.at(8)!.window.resumes).toBe(1);
    expect(actOf(looks.at(8)!)).toBe("wait");
    expect(firsts(looks, "promote").map(({ window }) => window.weight)).toEqual([60]);
  });

  test("T18: also comes from windows without counts", () => {
    const looks = trace(sidesOf([good, ...times(6, [null, null] as const)]), settings);

    expect(looks.map(actOf)).toEqual([...times(6, "wait"), "pause"]);
  });
});
