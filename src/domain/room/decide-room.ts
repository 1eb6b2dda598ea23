import type { Post } from "../process/post.ts";
import type { Process } from "../process/process.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import type { Actor, Command } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import { inStead, type Right, rightTo, signerInWords } from "../release/stand-in.ts";
import type { RoomCommand } from "./commands.ts";
import { postKey } from "./room.ts";

type Said = Extract<Command, { type: RoomCommand["type"] }>;

/** Who says to be there has to be the one who is asked for; what is written into the log is anybody's, but a message. */
export const decideRoom = (process: Process, release: Release, said: Said): Decision<ReleaseEvent> => {
  switch (said.type) {
    case "ConfirmPresence":
      return confirmPresence(process, release, said);
    case "TakeNote":
      return takeNote(process, release, said);
  }
};

const confirmPresence = (
  process: Process,
  release: Release,
  { requirement, post: id, onCall, by, at }: Extract<Said, { type: "ConfirmPresence" }>,
): Decision<ReleaseEvent> => {
  const rollout = process.requirements.find((one) => one.id === requirement);
  if (rollout === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement });
  if (rollout.kind !== "rollout") return refuse("WRONG_KIND", { requirement, kind: rollout.kind, wanted: "rollout" });
  const posts = rollout.posts ?? [];
  const post = posts.find((one) => one.id === id);
  if (post === undefined)
    return refuse("POST_UNKNOWN", { requirement, post: id, posts: posts.map((one) => one.id).join(", ") || "none" });
  const isRostered = post.onCall === true && onCall !== null;
  if (isRostered && !onCall.includes(by.id))
    return refuse("NOT_ON_CALL", { person: by.id, post: id, onCall: onCall.join(", ") || "nobody" });
  const right = isRostered ? own : rightTo(release.plan.people, by.id, [post.role]);
  if (right === null) return refuse("ROLE_MISSING", { person: by.id, role: post.role, act: postKey(requirement, id) });
  const known = release.presence[postKey(requirement, id)];
  // The last word counts. The same word twice in a moment is a slip, and nothing that the log has to keep.
  if (known !== undefined && known.by === by.id && at - known.at < slip)
    return accept<ReleaseEvent>([], `${signerInWords(known)} is there for ${id} already`);
  const said = { requirement, post: id, role: post.role, by: by.id, ...inStead(right), onCall: isRostered };
  return accept<ReleaseEvent>([{ type: "PresenceConfirmed", at, ...said }]);
};

const own: Right = { for: null };
/** ms */
const slip = 1_000;

const takeNote = (
  process: Process,
  release: Release,
  { kind, text, about, by, at }: Extract<Said, { type: "TakeNote" }>,
): Decision<ReleaseEvent> => {
  if (kind !== "note" && by.kind !== "human") return refuse("AGENT_FORBIDDEN", { person: by.id, act: `a ${kind}` });
  const roles = process.messagesBy ?? [];
  if (kind === "message" && rightTo(release.plan.people, by.id, roles) === null)
    return refuse("ROLE_MISSING", {
      person: by.id,
      role: roles.join(" or ") || "none that the process names",
      act: "a message to those who wait for news",
    });
  if (text.trim() === "") return refuse("NOTE_EMPTY", { kind });
  const subjects = subjectsOf(process, release);
  if (about !== "" && !subjects.includes(about)) return refuse("SUBJECT_UNKNOWN", { about });
  const line = release.notes.length + 1;
  return accept<ReleaseEvent>([{ type: "NoteTaken", at, line, kind, text: text.trim(), about, by: by.id }]);
};

const subjectsOf = (process: Process, { triggers, issues }: Release): readonly string[] => [
  ...[...triggers, ...issues].map(({ id }) => id),
  ...process.requirements.map(({ id }) => id),
];

/** The posts that this person may say to be there for, each in the own right before a deputy's. */
export const postsOf = (release: Pick<Release, "plan">, posts: readonly Post[], { id }: Actor): readonly Post[] =>
  posts.filter((post) => rightTo(release.plan.people, id, [post.role]) !== null);
