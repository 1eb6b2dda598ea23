import { onCallAt, type Shift } from "./on-call.ts";
import type { Instant } from "./units.ts";

/** Somebody's answer to the alert; `person` is null where nobody of the release goes by that name. */
export type AlertAnswer = { readonly by: string; readonly person: string | null; readonly at: Instant };

export type AlertFacts = {
  readonly from: Instant;
  /** It has to be answered by then. */
  readonly until: Instant;
  readonly now: Instant;
  /** Where it went; null while nobody has seen it there. */
  readonly receivers: readonly string[] | null;
  /** Where it should go. */
  readonly receiver: string;
  /** What keeps it from waking anybody. */
  readonly muted: readonly string[];
  readonly answers: readonly AlertAnswer[];
  readonly shifts: readonly Shift[];
};

export type AlertOutcome = {
  readonly state: "waiting" | "acknowledged" | "failed";
  readonly routed: boolean;
  readonly says: string;
};

/** An alert is good when it went where it should and somebody who was on call at that moment answered in time (R41). */
export const judgeAlert = (facts: AlertFacts): AlertOutcome => {
  const { receivers, receiver, muted, until, now } = facts;
  const routed = receivers?.includes(receiver) ?? false;
  const failed = (says: string): AlertOutcome => ({ state: "failed", routed, says });
  if (receivers !== null && !routed)
    return failed(`it was routed to ${receivers.join(", ") || "nobody"} and not to ${receiver}`);
  if (muted.length > 0) return failed(`it is muted and wakes nobody: by ${muted.join(", ")}`);
  const answer = facts.answers.find((one) => counts(facts, one));
  if (answer !== undefined && routed)
    return { state: "acknowledged", routed, says: `acknowledged by ${answer.person}${after(facts, answer)}` };
  if (now < until) return { state: "waiting", routed, says: `waits for ${wanted(facts)} until ${utc(until)}` };
  if (!routed) return failed(`nobody could see where it was routed to before ${utc(until)}`);
  return failed(
    [`${wanted(facts)} did not acknowledge it by ${utc(until)}`, ...facts.answers.map(whyNot(facts))].join("; "),
  );
};

const counts = ({ shifts, until }: AlertFacts, { person, at }: AlertAnswer): boolean =>
  person !== null && at <= until && onCallAt(shifts, at).includes(person);

const after = ({ from }: AlertFacts, { at }: AlertAnswer): string =>
  ` ${Math.max(0, Math.round((at - from) / 1_000))} s after it was fired`;

const whyNot =
  (facts: AlertFacts) =>
  (answer: AlertAnswer): string => {
    const { by, person, at } = answer;
    if (person === null) return `${by} answered, who is nobody of this release`;
    return onCallAt(facts.shifts, at).includes(person)
      ? `${person} answered too late${after(facts, answer)}`
      : `${person} answered, who was not on call then`;
  };

/** Everybody whose shift lies in the time for an answer. */
const wanted = ({ shifts, from, until }: AlertFacts): string => {
  const asked = shifts.filter((shift) => shift.from < until && from < shift.to).map(({ person }) => person);
  return [...new Set(asked)].join(" or ") || "nobody, for no shift lies here,";
};

const utc = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
