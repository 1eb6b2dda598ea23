import { addWindow } from "../analysis/add-window.ts";
import type { Settings } from "../analysis/settings.ts";
import { noTally, type Tally } from "../analysis/tally.ts";
import type { JudgedWindow } from "../domain/rollout/window.ts";

type Known = { readonly windows: readonly JudgedWindow[]; readonly tally: Tally };

/**
 * What the windows of a rollout come to, without adding them all up again at each look. Only a shortcut: where the windows
 * are not those of the last look and one more, it begins anew, as a conductor does that has just started.
 *
 * The last window of the next look is the one that was judged here, once it stands in the history: an equal one, and not
 * the same object. So the tally before it is kept as well.
 */
export const tallyMemory = (): ((rollout: string, windows: readonly JudgedWindow[], settings: Settings) => Tally) => {
  const known = new Map<string, Known>();
  return (rollout, windows, settings) => {
    const last = known.get(rollout);
    const [recorded, newest] = [windows.slice(0, -1), windows.at(-1)];
    const from =
      last !== undefined && isPrefix(last.windows, recorded) ? last : { windows: [], tally: noTally(settings) };
    const before = recorded
      .slice(from.windows.length)
      .reduce((tally, window) => addWindow(tally, window, settings), from.tally);
    known.set(rollout, { windows: recorded, tally: before });
    return newest === undefined ? before : addWindow(before, newest, settings);
  };
};

/** The fold keeps its windows, so the same ones are the same objects. */
const isPrefix = (before: readonly JudgedWindow[], after: readonly JudgedWindow[]): boolean =>
  before.length <= after.length && before.every((window, i) => window === after[i]);
