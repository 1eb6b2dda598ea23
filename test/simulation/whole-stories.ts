import { toEvent } from "../../src/conductor/entries.ts";
import { foldEntries, releaseStream } from "../../src/conductor/load.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { RolloutEvent } from "../../src/domain/rollout/events.ts";
import type { Rollout } from "../../src/domain/rollout/rollout.ts";
import type { Entry } from "../../src/journal/port.ts";
import type { Run } from "./whole-run.ts";

/** One event of a rollout, and when it was really appended, in ms since the beginning. */
type Told = { readonly event: RolloutEvent; readonly at: number };

/** A rollout as its history left it, with its own events. */
export type Story = { readonly run: Run; readonly rollout: Rollout; readonly log: readonly Told[] };

export const entriesOf = ({ store }: Run, stream: string): readonly Entry[] => store.streams.get(stream) ?? [];

export const storiesOf = (run: Run): readonly Story[] =>
  run.releases.flatMap((id) => {
    const stream = releaseStream(id);
    const entries = entriesOf(run, stream);
    const moments = run.moments.get(stream) ?? [];
    const told = entries.map((entry, n) => ({ event: toEvent<ReleaseEvent>(entry), at: moments[n] ?? 0 }));
    return (foldEntries(undefined, entries)?.rollouts ?? []).map((rollout) => ({
      run,
      rollout,
      log: told.filter((one): one is Told => "rollout" in one.event && one.event.rollout === rollout.id),
    }));
  });
