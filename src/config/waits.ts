import type { z } from "zod";
import type { Process } from "../domain/process/process.ts";
import type { Millis } from "../domain/units.ts";
import { camelKeys } from "./camel-keys.ts";
import type { Complaint } from "./complaint.ts";
import { someDuration } from "./duration.ts";
import { parseDuration, showDuration } from "./duration-text.ts";
import type { Sound } from "./sound.ts";
import { unanswered } from "./step-waits.ts";
import { strict } from "./values.ts";

export const waits = strict({
  validation: someDuration.nullable().default(null).describe("How long production is validated before closure."),
  "rollback-window": someDuration.nullable().default(null).describe("How long the old build stays ready to return."),
  pause: someDuration.prefault("4h").describe("How long a pause of a rollout may last; see pause-unanswered."),
  "pause-unanswered": unanswered.describe("What is done when nobody ended a pause in time."),
}).transform(camelKeys);

type Waits = Sound<z.input<typeof waits>>;

/** The process's own figures are the least, but where the file declares itself practice. */
export const waitRules = (given: Waits | undefined, practice: boolean, process: Process): readonly Complaint[] => {
  const { period, periodMost } = process.stages.find((stage) => stage.period !== undefined) ?? {};
  if (period === undefined && typeof given?.validation === "string") {
    const path = ["waits", "validation"];
    return [{ path, what: "no stage of the process has a validation period", fix: "remove it" }];
  }
  return practice
    ? []
    : [
        ...shorter("validation", given?.validation, period),
        ...longer("validation", given?.validation, periodMost),
        ...shorter("rollback-window", given?.["rollback-window"], process.rollbackWindow),
      ];
};

const shorter = (key: string, given: string | null | undefined, least: Millis | undefined): readonly Complaint[] => {
  const length = typeof given === "string" ? parseDuration(given) : null;
  if (length === null || least === undefined || length >= least) return [];
  const own = showDuration(least);
  const what = `${given} is shorter than the process's own ${own}`;
  return [{ path: ["waits", key], what, fix: `write ${own} or more, or declare practice: true if it is not for real` }];
};

const longer = (key: string, given: string | null | undefined, most: Millis | undefined): readonly Complaint[] => {
  const length = typeof given === "string" ? parseDuration(given) : null;
  if (length === null || most === undefined || length <= most) return [];
  const own = showDuration(most);
  return [{ path: ["waits", key], what: `${given} is longer than the process allows`, fix: `write ${own} or less` }];
};
