import type { Post } from "../process/post.ts";
import type { Process, RequirementState, RolloutRequirement } from "../process/process.ts";
import { lastRollout, type Release } from "../release/release.ts";
import { rightTo, signerInWords } from "../release/stand-in.ts";
import { type Instant, since } from "../units.ts";
import { utc } from "../utc.ts";
import { isBacked } from "./is-backed.ts";
import { type Presence, postKey } from "./room.ts";

export type Manned = { readonly post: Post; readonly state: RequirementState; readonly reason: string };

/**
 * The posts of a rollout as they stand: while an attempt runs, or stays, by how they stood when it began; else now.
 * Being there is said for hours, and not for ever.
 */
export const manned = (
  process: Process,
  release: Release,
  rollout: RolloutRequirement,
  now: Instant,
): readonly Manned[] => {
  const last = lastRollout(release, rollout.environment, rollout.purpose);
  const at = last === undefined || last.phase === "rolled-back" ? now : last.requestedAt;
  return (rollout.posts ?? []).map((post) => ({ post, ...judged(process, release, rollout, post, at) }));
};

const judged = (
  process: Process,
  release: Release,
  { id }: RolloutRequirement,
  post: Post,
  at: Instant,
): Omit<Manned, "post"> => {
  const presence = release.presence[postKey(id, post.id)];
  if (presence === undefined) return { state: "missing", reason: `${post.title} not confirmed` };
  const who = signerInWords(presence);
  if (since(presence.at, at) > post.within)
    return {
      state: "stale",
      reason: `${post.title}: ${who} confirmed more than ${minutes(post.within)} before the start`,
    };
  if (!presence.onCall && rightTo(release.plan.people, presence.by, [post.role]) === null)
    return { state: "stale", reason: `${post.title}: ${presence.by} no longer holds ${post.role}` };
  if (post.onCall === true && !isBacked(process, release, post, presence.by))
    return { state: "fail", reason: `nobody else hears of what ${presence.by} leaves unanswered as ${post.title}` };
  return { state: "pass", reason: wordsOf(presence, who) };
};

const wordsOf = ({ at, onCall }: Presence, who: string): string =>
  `${who} confirmed at ${utc(at)}${onCall ? ", on call" : ""}`;

const minutes = (length: number): string => `${Math.round(length / 60_000)} min`;

/** Why the rollout may not begin for want of people; null when everybody is there. */
export const missingPosts = (
  process: Process,
  release: Release,
  rollout: RolloutRequirement,
  now: Instant,
): string | null => {
  const empty = manned(process, release, rollout, now).filter(({ state }) => state !== "pass");
  return empty.length === 0 ? null : empty.map(({ reason }) => reason).join("; ");
};
