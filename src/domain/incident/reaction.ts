import { type Instant, type Millis, since } from "../units.ts";
import type { Trigger } from "./incident.ts";

/**
 * From the sign of harm to the first decision about it, in ms; null while nobody has decided (R131). What was settled
 * without a decision took until then.
 */
export const reactionOf = ({ at, decidedAt, settled }: Trigger): Millis | null => {
  const end = decidedAt ?? settled?.at ?? null;
  return end === null ? null : since(at, end);
};

/** The same while it is still open: how long it has waited by now. */
export const waitedFor = (trigger: Trigger, now: Instant): Millis => reactionOf(trigger) ?? since(trigger.at, now);
