import type { Post } from "../process/post.ts";
import type { Process } from "../process/process.ts";
import { deputiesOf, peopleOf } from "../process/who-hears.ts";
import type { Release } from "../release/release.ts";

/** Whether the ladder of the process reaches somebody else than the one on call: the chain of escalation (R72). */
export const isBacked = ({ escalation }: Process, release: Release, { role }: Post, onCall: string): boolean => {
  const holders = peopleOf(release, [], role);
  const reached = (escalation?.ladder ?? []).flatMap(({ to }) =>
    to.flatMap((name) => peopleOf(release, holders, name)),
  );
  return [...reached, ...deputiesOf(release.plan.people, [onCall])].some((id) => id !== onCall);
};
