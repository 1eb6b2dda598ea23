import type { Process } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import { isHarmless, rolloutIn } from "./arm.ts";
import type { Trigger } from "./incident.ts";

/** What leads on with an open trigger, as a command that can be typed. */
export const actOn = (process: Process, release: Release, trigger: Trigger, who: string): string => {
  const { id, severity, decision, fix, environment } = trigger;
  const rollout = rolloutIn(release, environment);
  const settle = `headgate trigger settle ${release.id} ${id} --reason TEXT --as ${who}`;
  if (rollout?.phase === "rolling-back") return `headgate run ${release.id}`;
  if (isHarmless(process, severity)) return `${settle} --later`;
  switch (decision?.choice) {
    case undefined:
      return `headgate decide ${release.id} ${id} --as ${who}`;
    case "fix-in-place":
      return fix === null
        ? `headgate fix ${release.id} ${id} ${decision?.answers["quick-fix"] ?? "FIX"} --as ${who}`
        : `headgate run ${release.id}`;
    case "watch":
    case "roll-back":
      return settle;
  }
};
