import { describe, expect, test } from "vitest";
import { settings } from "../../test/support/windows.ts";
import type { Step } from "../domain/rollout/step.ts";
import { millis, percent } from "../domain/units.ts";
import { planPower } from "./plan-power.ts";
import type { Judging, KnownTraffic } from "./planned-step.ts";

const hour = 3_600_000;
const judging: Judging = { settings: { ...settings, warmUp: millis(90_000) }, interval: millis(5_000) };

const step = (weight: number, bake: number, candidate = 1): Step => ({
  weight: percent(weight),
  cohort: null,
  candidate,
  baseline: 2,
  meanwhile: 2,
  closed: false,
  bake: millis(bake),
  gates: ["analysis"],
  deadline: millis(60_000),
  late: "roll back",
});

const traffic = (rps: number, badShare: number): KnownTraffic => ({ rps, badShare, slowShare: 0 });
const only = (one: Step, seen: KnownTraffic, how = judging) => planPower([one], seen, how)[0]!;

describe("a step's power", () => {
  test("at 100 requests/s and 5 % a rise from 0.1 % to 1 % shows in some two minutes after the warm-up", () => {
    const { rises, smallest } = only(step(5, hour), traffic(100, 0.001));
    expect(rises.map(({ ratio }) => ratio)).toEqual([2, 5, 10]);
    expect(rises[2]).toMatchObject({ share: 0.01, after: 200_000 });
    expect(smallest.inBake).toBeGreaterThan(1.5);
    expect(smallest.inBake).toBeLessThan(2.5);
  });

  test("what is caught within the bake is what is proven within it", () => {
    const one = step(25, 600_000);
    const { smallest } = only(one, traffic(50, 0.002));
    const seen = { ...traffic(50, 0.002) };
    const at = (ratio: number) =>
      planPower([one], seen, judging)[0]!.rises.find((rise) => rise.ratio === ratio)!.after!;
    expect(smallest.inBake).toBeGreaterThan(2);
    expect(smallest.inBake).toBeLessThan(5);
    expect(at(2)).toBeGreaterThan(600_000);
    expect(at(5)).toBeLessThan(600_000);
  });

  test("a bake shorter than the warm-up catches nothing", () => {
    expect(only(step(5, 60_000), traffic(1_000, 0.01)).smallest.inBake).toBeNull();
  });

  test("only new instances have a warm-up: the same number of them as before has none", () => {
    const [first, second, third] = planPower(
      [step(5, hour), step(25, hour), step(50, hour, 2)],
      traffic(100, 0.001),
      judging,
    );
    const alone = (weight: number) => only(step(weight, hour), traffic(100, 0.001));
    expect(first!.rises).toEqual(alone(5).rises);
    expect(second!.rises[0]!.after).toBe(alone(25).rises[0]!.after! - 90_000);
    expect(third!.rises).toEqual(alone(50).rises);
  });

  test("clumped errors, and windows that may bring a part of the evidence only, take longer", () => {
    const shownAfter = (changed: Partial<typeof settings>) =>
      only(step(25, hour), traffic(500, 0.01), { ...judging, settings: { ...settings, ...changed } }).rises[2]!.after;
    expect(shownAfter({})).toBe(5_000);
    expect(shownAfter({ cap: 0.35 })).toBe(15_000);
    expect(shownAfter({ dispersion: 10 })).toBeGreaterThan(5_000);
  });

  test("a rise to more than all requests is none", () => {
    expect(only(step(25, hour), traffic(10, 0.15)).rises.map(({ ratio }) => ratio)).toEqual([2, 5]);
  });

  test("with all traffic only the limits are judged, and rises are those above the limit", () => {
    const { judgedBy, smallest, rises, good } = only(step(100, hour), traffic(10, 0.001));
    expect(judgedBy).toBe("limits");
    expect(smallest).toEqual({ inBake: null, inTime: null });
    expect(rises.map(({ share }) => share)).toEqual([0.02, 0.05, 0.1]);
    expect(good).toEqual({ by: "error limit", after: 40_000 });
  });

  test("steps that no verdict gates, and those of own people alone, are left out", () => {
    const own = { ...step(0, hour), cohort: { by: "header", name: "x", value: "y" } as const };
    const human: Step = { ...step(50, hour), gates: ["approval"] };
    expect(planPower([own, human, step(100, 0)], traffic(1, 0.1), judging).map((one) => one.step)).toEqual([3]);
  });
});

describe("advice", () => {
  test("none where a good build is cleared within the bake", () => {
    expect(only(step(25, hour), traffic(100, 0.001)).advice).toEqual({ kind: "none" });
  });

  test("a longer bake, or the weight that clears it in time; both hold what they promise", () => {
    const one = step(25, 570_000);
    const { advice } = only(one, traffic(300, 0.001));
    if (advice.kind !== "longer" || advice.weight === null) throw new Error(JSON.stringify(advice));
    expect(advice.needs).toBeGreaterThan(570_000);
    expect(only({ ...one, bake: advice.needs }, traffic(300, 0.001)).advice).toEqual({ kind: "none" });
    expect(only({ ...one, weight: advice.weight }, traffic(300, 0.001)).advice).toEqual({ kind: "none" });
    expect(only({ ...one, weight: percent(advice.weight - 1) }, traffic(300, 0.001)).advice.kind).toBe("longer");
  });

  test("a good build that is not cleared in the time to decide is told, with the time that would do", () => {
    const { advice, good } = only(step(50, hour), traffic(5, 0.001));
    expect(advice).toEqual({ kind: "undecided", needs: good.after, weight: null });
  });

  test("R29: at 1 request/s and 25 % nobody can prove a rise from 0.1 % to 1 % within 30 min", () => {
    const halfHour = { ...judging, settings: { ...settings, decideWithin: millis(1_800_000) } };
    const { advice } = only(step(25, 1_800_000), traffic(1, 0.001), halfHour);
    expect(advice).toMatchObject({ kind: "blind", ratio: 10, weight: null });
    if (advice.kind === "blind") expect(advice.best).toBeGreaterThan(1_800_000);
  });

  test("where a higher weight sees more, it is named", () => {
    const { advice } = only(step(5, hour), traffic(2, 0.001));
    if (advice.kind !== "blind" || advice.weight === null) throw new Error(JSON.stringify(advice));
    expect(only({ ...step(5, hour), weight: advice.weight }, traffic(2, 0.001)).advice.kind).not.toBe("blind");
  });

  test("limits that are no higher than what is usual are never shown to be kept", () => {
    expect(only(step(100, hour), traffic(100, 0.01)).advice).toEqual({ kind: "undecided", needs: null, weight: null });
  });
});
