import { setTimeout as sleep } from "node:timers/promises";
import { addWindow } from "../../../src/analysis/add-window.ts";
import type { Settings } from "../../../src/analysis/settings.ts";
import { noTally } from "../../../src/analysis/tally.ts";
import { difference } from "../../../src/analysis/window.ts";
import type { JudgedWindow } from "../../../src/domain/rollout/window.ts";
import { type Instant, instant, type Percent, percent } from "../../../src/domain/units.ts";
import type { BuildRef, Route, Sample } from "../../../src/drivers/port.ts";
import type { Kind } from "./kind.ts";
import type { Order } from "./order.ts";
import type { Router } from "./router.ts";
import { capped, errorsAlone, interval, largerMargin, shipped, withMargin } from "./settings.ts";

export type Sides = {
  readonly baseline: BuildRef;
  readonly candidate: BuildRef;
  /** The candidate gets `weight`, in percent, the baseline the rest. */
  readonly routes: (weight: number) => readonly Route[];
};

/** Gives the candidate its first traffic, and reads a window after the other until enough is known. */
export const watch = async (
  { name, traffic, metrics }: Router,
  { baseline, candidate, routes }: Sides,
  { kind, weight, windows: most }: Order,
  signal: AbortSignal,
): Promise<readonly JudgedWindow[]> => {
  const isDecided = decider(kind, shipped(name));
  const read = () =>
    orNothing(metrics.read([candidate, baseline], AbortSignal.any([signal, AbortSignal.timeout(5_000)])));
  await traffic.set(routes(weight), [1, 1], signal);
  const windows: JudgedWindow[] = [];
  for (let before = await read(), begun = before.at; windows.length < most; ) {
    await sleep(Math.max(0, begun + (windows.length + 1) * interval - Date.now()), undefined, { signal });
    const after = await read();
    const window = windowOf(before, after, { baseline, candidate }, begun, percent(weight));
    windows.push(window);
    before = after;
    if (isDecided(window)) break;
  }
  return windows;
};

/** As in the conductor: a source that does not answer gives a missing window. */
const orNothing = async (reading: Promise<Sample>): Promise<Sample> => {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    return { at: instant(Date.now()), builds: {} };
  }
};

const windowOf = (
  before: Sample,
  after: Sample,
  { baseline, candidate }: Pick<Sides, "baseline" | "candidate">,
  begun: Instant,
  weight: Percent,
): JudgedWindow => {
  const side = (build: BuildRef) => {
    const [was, is] = [before.builds[build.digest], after.builds[build.digest]];
    return was === undefined || is === undefined ? null : difference(was, is);
  };
  const counts = { candidate: side(candidate), baseline: side(baseline) };
  return { from: before.at, to: after.at, ...counts, weight, confirmedAt: begun, grownAt: begun, resumes: 0 };
};

/** A faulty run may end once all that it is judged by have told; an A/A run lasts. */
const decider = (kind: Kind, settings: Settings): ((window: JudgedWindow) => boolean) => {
  const others: Readonly<Record<Kind, readonly Settings[]>> = {
    same: [],
    fault: [errorsAlone(settings), capped(settings)],
    slow: [withMargin(settings, largerMargin), capped(settings)],
  };
  const judges = [settings, ...others[kind]];
  let tallies = judges.map(noTally);
  return (window) => {
    tallies = tallies.map((tally, i) => addWindow(tally, window, judges[i]!));
    return kind !== "same" && tallies.every(({ harmedBy }) => harmedBy !== null);
  };
};
