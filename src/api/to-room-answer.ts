import { isOpen, type SeverityId } from "../domain/incident/incident.ts";
import { restorations } from "../domain/incident/restored.ts";
import type { RolloutRequirement } from "../domain/process/process.ts";
import { stageOfProduction } from "../domain/process/stage-of-production.ts";
import { describe } from "../domain/release/describe.ts";
import type { Release } from "../domain/release/release.ts";
import { dutiesShown } from "../domain/room/duties-shown.ts";
import { excitement } from "../domain/room/excitement.ts";
import { manned } from "../domain/room/missing-posts.ts";
import { timeline } from "../domain/room/timeline.ts";
import { whatRolesSee } from "../domain/room/what-roles-see.ts";
import type { Instant } from "../domain/units.ts";
import type { Known } from "./known.ts";
import type { Line } from "./line.ts";
import type { RoomAnswer } from "./room-answer.ts";
import { eventOf } from "./to-history-answer.ts";

/**
 * What is printed of the war room: the execution log as it stands now, with the numbers and hashes of the journal.
 *
 * @param last  so many lines and notes, the newest ones
 */
export const toRoomAnswer = (
  { process, release }: Pick<Known, "process" | "release">,
  lines: readonly Line[],
  now: Instant,
  last: number = Number.POSITIVE_INFINITY,
): RoomAnswer => {
  const history = lines.map((line) => ({ line, event: eventOf(line) }));
  const stage = stageOfProduction(process);
  const rollouts = process.requirements.filter(
    (one): one is RolloutRequirement => one.kind === "rollout" && one.stage === stage,
  );
  const told = timeline(process, history);
  const { notes } = release;
  return {
    release: release.id,
    build: release.build.digest,
    presence: rollouts.flatMap((rollout) =>
      manned(process, release, rollout, now).map(({ post, state, reason }) => ({
        for: rollout.id,
        post: post.id,
        title: post.title,
        there: state === "pass",
        says: reason,
      })),
    ),
    timeline: told.slice(-last).map(({ line, event }) => ({
      version: line.version,
      at: new Date(line.at).toISOString(),
      actor: line.actor.id,
      type: line.type,
      says: describe(event),
      hash: line.hash,
    })),
    left: { timeline: Math.max(0, told.length - last), notes: Math.max(0, notes.length - last) },
    restored: restorations(process, release),
    notes: notes.slice(-last).map(({ at, ...note }) => ({ ...note, at: new Date(at).toISOString() })),
    // What has to be seen to before anything else: whatever is open, the worst first.
    flags: flagsOf(release),
    sees: whatRolesSee(process, release, now).map((role) => ({
      ...role,
      items: role.items.map((item) => ({ ...item, at: item.at === null ? null : new Date(item.at).toISOString() })),
    })),
    duties: dutiesShown(process, release, now),
    excitement: excitement(
      history.map(({ event }) => event),
      rollouts[0]?.environment ?? "production",
    ),
  };
};

const flagsOf = ({ issues, triggers }: Release) =>
  [
    ...triggers.filter(isOpen).map(({ id, severity, says, at }) => ({ id, severity, says, at })),
    ...issues
      .filter(({ state }) => state === "open")
      .map(({ id, severity, title, at }) => ({ id, severity, says: title, at })),
  ]
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .map((one) => ({ ...one, at: new Date(one.at).toISOString() }));

const severities: readonly SeverityId[] = ["critical", "high", "medium", "low"];
