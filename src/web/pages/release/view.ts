import type { ReadOnly } from "../../../api/read-only.ts";
import type { RequirementAnswer, RolloutAnswer, StatusAnswer } from "../../../api/status-answer.ts";

type Status = ReadOnly<StatusAnswer>;
export type Requirement = ReadOnly<RequirementAnswer>;
export type RolloutView = ReadOnly<RolloutAnswer>;

/** What is it waiting for? In one sentence. */
export const headline = ({ phase, endReason, blockedBy, rollouts }: Status): string => {
  if (phase === "closed") return "It is closed: everything that it owed is there.";
  if (phase === "rejected" || phase === "cancelled") return `It was ${phase}: ${endReason}`;
  const back = rollouts.find((one) => one.phase === "rolling-back" && one.purpose === "deploy");
  if (back !== undefined)
    return `${back.environment} is going back to ${back.baseline}: ${back.rollback?.reason ?? ""}`;
  const first = blockedBy[0];
  if (first === undefined) return "Nothing blocks it; machines are at work.";
  const more = blockedBy.length - 1;
  return `Waits for ${first.title} (${ownerOf(first)})${more === 0 ? "." : ` and ${more} more.`}`;
};

/** Names where somebody holds the role; else the role. */
export const ownerOf = ({ who, owner }: Pick<Requirement, "who" | "owner">): string =>
  who.length === 0 ? (owner === "" ? "whoever answers for it" : `${owner}, whom nobody holds`) : who.join(", ");

/** The worst first: what failed, what nobody knows, what is old, what is not there yet. */
const order = ["fail", "error", "inconclusive", "stale", "missing", "waived", "pass", "not applicable"] as const;

export const worstFirst = (all: readonly Requirement[]): readonly Requirement[] =>
  all.toSorted(
    (a, b) =>
      Number(b.overdue ?? false) - Number(a.overdue ?? false) || order.indexOf(a.state) - order.indexOf(b.state),
  );

/** It opens its gate, so that nothing is waited for any more. */
export const isMet = ({ state }: Pick<Requirement, "state">): boolean =>
  state === "pass" || state === "waived" || state === "not applicable";

/** What is mine among what blocks, and what others owe. */
export const split = (
  blockedBy: readonly Requirement[],
  mine: readonly { readonly id: string }[],
): { readonly own: readonly Requirement[]; readonly others: readonly Requirement[] } => {
  const ids = new Set(mine.map(({ id }) => id));
  const sorted = worstFirst(blockedBy);
  return { own: sorted.filter(({ id }) => ids.has(id)), others: sorted.filter(({ id }) => !ids.has(id)) };
};

/** `3 of 8`, with why a stage cannot be worked on. */
export const stageSays = ({ state, met, of, notBefore }: Status["stages"][number]): string => {
  if (state === "waiting") return `${of} to do`;
  if (state === "done") return "done";
  return notBefore !== null && met === of ? `${met} of ${of}, its time is not over` : `${met} of ${of}`;
};

/** Rollouts that users may notice something of, the newest last. */
export const inProduction = ({ rollouts }: Status): RolloutView | undefined =>
  rollouts.findLast(({ environment, purpose }) => environment === "production" && purpose === "deploy");

const backable: ReadonlySet<RolloutView["phase"]> = new Set(["waiting", "progressing", "promoted"]);

/** Why nothing can be brought back; "" when a rollback can be ordered. */
export const whyNoWayBack = (rollout: RolloutView | undefined): string => {
  if (rollout === undefined) return "nothing of this release is in production";
  if (backable.has(rollout.phase)) return "";
  switch (rollout.phase) {
    case "rolling-back":
      return "it is on its way back already";
    case "rolled-back":
      return "it was rolled back already";
    default:
      return "its rollback window is over: a new release brings the old version back";
  }
};

/** `0 requests on 1.1.0` */
export const usersSay = ({ served, version }: Pick<Status, "served" | "version">): string =>
  `${served.toLocaleString("en")} ${served === 1 ? "request" : "requests"} on ${version}`;
