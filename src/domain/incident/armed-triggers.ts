import type { Process } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import { ruleOf } from "./arm.ts";
import { isOpen, type Trigger } from "./incident.ts";

/** Open triggers there whose clock ends in a rollback: as long as there are any, the way back is needed. */
export const armedTriggers = (process: Process, { triggers }: Release, environment: string): readonly Trigger[] =>
  triggers.filter(
    (one) =>
      isOpen(one) && one.environment === environment && ruleOf(process, one.severity)?.rollBackAfter !== undefined,
  );

export const isArmed = (process: Process, release: Release, environment: string): boolean =>
  armedTriggers(process, release, environment).length > 0;
