import { pendingNotices } from "../domain/notice/pending.ts";
import { periodEnd } from "../domain/process/dates.ts";
import type { Instant } from "../domain/units.ts";
import type { Loaded } from "./load.ts";

/** Something will fall due by the clock alone: a bake, a rollback window, a period, another try at telling somebody. */
export const awaitsClock = ({ release, process }: Pick<Loaded, "release" | "process">, now: Instant): boolean =>
  pendingNotices(process, release, now).length > 0 ||
  release.rollouts.some(
    ({ phase, paused }) =>
      (phase === "progressing" && paused === null) ||
      phase === "promoted" ||
      phase === "waiting" ||
      phase === "rolling-back",
  ) ||
  (release.phase === "open" &&
    process.stages.some((stage) => {
      const end = periodEnd(process, release, stage);
      return end !== null && now < end;
    }));
