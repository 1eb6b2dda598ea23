import { toEvent } from "../../src/conductor/entries.ts";
import { releaseStream } from "../../src/conductor/load.ts";
import { describe } from "../../src/domain/release/describe.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Broken } from "./seeds-in-threads.ts";
import { play } from "./whole-play.ts";
import { brokenBy } from "./whole-rules.ts";
import type { Limits, Run, Without } from "./whole-run.ts";
import { entriesOf } from "./whole-stories.ts";

const parts = ["skew", "slow", "stops", "kills", "people", "faults"] as const;

/** The least that still breaks the rule: without what is not needed for it, and no longer than needed. */
export const shrink = async ({ seed, rule }: Broken): Promise<{ readonly limits: Limits; readonly run: Run }> => {
  const breaks = async (limits: Limits): Promise<Run | null> => {
    const run = await play(seed, limits);
    return brokenBy(run).some((one) => one.rule === rule) ? run : null;
  };
  let without: Without = {};
  let least = await play(seed);
  for (const part of parts) {
    const run = await breaks({ without: { ...without, [part]: true } });
    if (run !== null) [without, least] = [{ ...without, [part]: true }, run];
  }
  let [fine, failing] = [0, least.faultsEnd];
  while (failing - fine > 5_000) {
    const chaos = Math.floor((fine + failing) / 2);
    const run = await breaks({ without, chaos });
    if (run === null) fine = chaos;
    else [failing, least] = [chaos, run];
  }
  return { limits: { without, chaos: failing }, run: least };
};

/** The histories of all releases in one line of time, as a person would read them; refusals left out. */
export const historyOf = (run: Run): readonly string[] =>
  run.releases
    .flatMap((id) => {
      const moments = run.moments.get(releaseStream(id)) ?? [];
      return entriesOf(run, releaseStream(id)).map((entry, n) => ({ id, entry, at: moments[n] ?? 0 }));
    })
    .filter(({ entry }) => entry.type !== "CommandRefused")
    .toSorted((a, b) => a.at - b.at)
    .map(({ id, entry, at }) => {
      const says = describe(toEvent<ReleaseEvent>(entry));
      return `${(at / 1_000).toFixed(1).padStart(8)} s  ${id}  ${says.slice(0, 160)}`;
    });
