import { whyLocked } from "../failure/why-locked.ts";
import { obstaclesTo } from "../incident/obstacles.ts";
import { periodEnd } from "../process/dates.ts";
import { judge } from "../process/judge.ts";
import { isMet } from "../process/judgement.ts";
import type { Approval, Process } from "../process/process.ts";
import { changedItems, shownFor } from "../process/shown.ts";
import { type ReleaseStatus, status } from "../process/status.ts";
import { accept, type Decision, type Refused, refuse } from "../refusal.ts";
import { backOut } from "./back-out.ts";
import type { Command } from "./commands.ts";
import { conflicts } from "./duties.ts";
import type { ReleaseEvent } from "./events.ts";
import { exceptionFor } from "./exceptions.ts";
import type { Release } from "./release.ts";
import { inStead, type Right, rightTo } from "./stand-in.ts";

type Signature = Extract<Command, { type: "Approve" | "Reject" }>;

/** A person's signature counts if the role is held, what it stands on is met, was seen as it is, and no duty is broken. */
export const decideSignature = (process: Process, release: Release, command: Signature): Decision<ReleaseEvent> => {
  const approval = process.requirements.find(({ id }) => id === command.requirement);
  if (approval === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement: command.requirement });
  if (approval.kind !== "approval")
    return refuse("WRONG_KIND", { requirement: approval.id, kind: approval.kind, wanted: "approval" });
  const right = rightTo(release.plan.people, command.by.id, [approval.owner]);
  if (right === null) return refuse("ROLE_MISSING", { person: command.by.id, role: approval.owner, act: approval.id });
  return command.type === "Reject"
    ? reject(release, approval, command, right)
    : approve(process, release, approval, command, right);
};

/** A rejection ends the release, so that nothing waits for ever on a "no" (T40). */
const reject = (
  release: Release,
  approval: Approval,
  { by, at, reason }: Extract<Signature, { type: "Reject" }>,
  right: Right,
): Decision<ReleaseEvent> => {
  if (reason.trim() === "") return refuse("REASON_MISSING", { act: "a rejection" });
  const rejected: ReleaseEvent = {
    type: "ApprovalRejected",
    at,
    requirement: approval.id,
    by: by.id,
    role: approval.owner,
    reason,
    ...inStead(right),
  };
  return accept<ReleaseEvent>([
    rejected,
    ...backOut(release, `${approval.id} rejected: ${reason}`, by.id, at),
    { type: "ReleaseEnded", how: "rejected", at, by: by.id, reason },
  ]);
};

const approve = (
  process: Process,
  release: Release,
  approval: Approval,
  command: Extract<Signature, { type: "Approve" }>,
  right: Right,
): Decision<ReleaseEvent> => {
  const { by, at, shown, shownDigest, build } = command;
  const early = tooEarly(process, release, approval, at);
  if (early !== null) return early;
  const now = shownFor(process, release, approval.shows);
  const replaced = build === release.build.digest ? [] : ["the build"];
  const changed = [...replaced, ...changedItems(shown, now), ...changedItems(now, shown)];
  if (changed.length > 0)
    return refuse("SHOWN_CHANGED", { requirement: approval.id, changed: [...new Set(changed)].join(", ") });
  // The one other person that an emergency asks is another one: no small team is so small (R202).
  if (release.plan.emergency?.by === by.id)
    return refuse("DUTY_CONFLICT", { requirement: approval.id, person: by.id, duty: `${by.id} opened the emergency` });
  const over = exceptionsUnder(process, release, approval, at);
  const own = over.filter((one) => one.by === by.id).map(({ id, words }) => `${id} is ${words}`);
  const broken = [...conflicts(release, approval, by.id), ...own];
  const reviewer = release.plan.smallTeamReviewer;
  if (broken.length > 0 && (reviewer === null || reviewer === by.id))
    return refuse("DUTY_CONFLICT", { requirement: approval.id, person: by.id, duty: broken.join("; ") });
  // Only while it counts: what expired, or was voided by a duty broken since, can be signed anew.
  const isSigned = judge(process, release, approval, at).state === "pass";
  if (isSigned && release.approvals[approval.id]?.by === by.id)
    return accept<ReleaseEvent>([], `${approval.id} is signed by ${by.id} already`);
  const conflict = broken.length > 0 && reviewer !== null ? { duty: broken.join("; "), reviewer } : null;
  return accept<ReleaseEvent>([
    {
      type: "ApprovalGiven",
      at,
      requirement: approval.id,
      by: by.id,
      role: approval.owner,
      statement: approval.statement,
      shown: now,
      shownDigest,
      conflict,
      ...inStead(right),
      ...(over.length === 0 ? {} : { over: over.map(({ id, words }) => `${id} ${words}`) }),
    },
  ]);
};

/** What is red beneath a signature, and whose exception it stands on: another person's than the signer's (R51). */
const exceptionsUnder = (process: Process, release: Release, { shows, after }: Approval, at: Signature["at"]) =>
  process.requirements
    .filter(({ id }) => shows.includes(id) || after.includes(id))
    .filter((one) => judge(process, release, one, at).state === "waived")
    .flatMap(({ id }) => {
      const exception = exceptionFor(release, id, at);
      return exception === null ? [] : [{ id, by: exception.by, words: exception.words }];
    });

/** Before its stage, its predecessors, the things it stands on, or the end of the stage's period. */
const tooEarly = (process: Process, release: Release, approval: Approval, at: Signature["at"]): Refused | null => {
  const open = obstaclesTo(process, release, approval.id);
  if (open.length > 0)
    return refuse("INCIDENTS_OPEN", { act: approval.id, incidents: open.join(", "), release: release.id });
  const locked = whyLocked(process, release, approval.stage, approval.id);
  if (locked !== null) return locked;
  const view = status(process, release, at);
  const { requirements, stages } = view;
  const stage = stages.find(({ id }) => id === approval.stage);
  if (stage?.state === "waiting")
    return refuse("GATE_CLOSED", { act: approval.id, gates: closedBefore(process, view, approval.stage) });
  const unmet = (ids: readonly string[]) => requirements.filter(({ id, state }) => ids.includes(id) && !isMet(state));
  const first = requirements.find(({ id }) => id === approval.id)?.waitsFor ?? [];
  if (first.length > 0) return refuse("AFTER_NOT_MET", { requirement: approval.id, first: first.join(", ") });
  const red = unmet(approval.shows);
  if (red.length > 0)
    return refuse("SHOWN_NOT_MET", {
      requirement: approval.id,
      red: red.map(({ id, state, reason }) => `${id} is ${state} (${reason})`).join("; "),
    });
  const own = process.stages.find(({ id }) => id === approval.stage);
  const end = own === undefined ? null : periodEnd(process, release, own);
  return end !== null && at < end
    ? refuse("PERIOD_NOT_OVER", { requirement: approval.id, until: new Date(end).toISOString() })
    : null;
};

/** The gates that are closed before a stage, each with what is owed there first: `checklist (checklist.logs)`. */
export const closedBefore = (
  process: Process,
  { stages, requirements }: Pick<ReleaseStatus, "stages" | "requirements">,
  stage: string,
): string =>
  (process.stages.find(({ id }) => id === stage)?.after ?? [])
    .filter((before) => stages.find(({ id }) => id === before)?.state !== "done")
    .map((before) => `${before}${inBrackets(owedFirst(requirements, before))}`)
    .join(", ");

const owedFirst = (requirements: ReleaseStatus["requirements"], stage: string): readonly string[] =>
  requirements
    .filter((one) => one.stage === stage && !isMet(one.state) && one.waitsFor.length === 0)
    .map(({ id }) => id);

const mostNamed = 4;

const inBrackets = (ids: readonly string[]): string => {
  const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : "";
  return ids.length === 0 ? "" : ` (${ids.slice(0, mostNamed).join(", ")}${more})`;
};
