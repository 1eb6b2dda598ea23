import { signalsOf } from "../analysis/signals.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import { lastRollout, type Release } from "../domain/release/release.ts";
import type { Watched } from "../domain/rollout/rollout.ts";
import type { Signals } from "../domain/rollout/signals.ts";
import { watch } from "../domain/rollout/watched.ts";

const none: Watched = { requests: 0, errors: 0, latency: [], windows: 0, goodWindows: 0 };

/** Every window of the candidate's way up in production, until it had all traffic, as one; null without a request. */
export const climbSignals = (
  release: Release,
  history: readonly { readonly event: ReleaseEvent }[],
): Signals | null => {
  const rollout = lastRollout(release, "production", "deploy");
  const windows = history.flatMap(({ event }) =>
    event.type === "VerdictRecorded" &&
    event.rollout === rollout?.id &&
    event.at <= (rollout.promotedAt ?? event.at) &&
    event.window.candidate !== null
      ? [event.window]
      : [],
  );
  const [first, last] = [windows[0], windows.at(-1)];
  const all = windows.reduce(watch, none);
  return first === undefined || last === undefined || all.requests === 0 ? null : signalsOf(all, first.from, last.to);
};
