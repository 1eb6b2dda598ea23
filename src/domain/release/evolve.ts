import { reviewId } from "../emergency/emergency.ts";
import { begunWith, evolveFailure } from "../failure/evolve-failure.ts";
import { analysisIdOf } from "../failure/failure.ts";
import { evolveIncident } from "../incident/evolve-incident.ts";
import { evolveNotice } from "../notice/evolve-notice.ts";
import type { RolloutEvent } from "../rollout/events.ts";
import { evolveRollout } from "../rollout/evolve.ts";
import { evolveRoom } from "../room/evolve-room.ts";
import type { Instant } from "../units.ts";
import { evolveValidation } from "../validation/evolve-validation.ts";
import type { ReleaseEvent } from "./events.ts";
import { evidenceKey, type Release, type Task } from "./release.ts";
import { reviewIdOf } from "./reviewers.ts";

type OwnEvent = Exclude<ReleaseEvent, RolloutEvent>;

const open = (event: Extract<OwnEvent, { type: "ReleaseOpened" }>): Release => ({
  phase: "open",
  id: event.release,
  service: event.service,
  build: event.build,
  process: event.process,
  config: event.config,
  plan: event.plan,
  openedAt: event.at,
  endedAt: null,
  endReason: "",
  ...nothingYet,
  broken: [],
  rollouts: [],
  issues: [],
  triggers: [],
  failures: [],
  voided: [],
  notes: [],
  refusals: 0,
  notices: {},
  told: {},
  heard: {},
  moves: [],
  sealed: null,
});

const nothingYet = {
  evidence: {},
  outdated: [],
  approvals: {},
  rejections: {},
  waivers: {},
  records: {},
  documents: {},
  deliveries: {},
  asked: {},
  tasks: [],
  due: {},
  proposals: {},
  acknowledgements: [],
  extensions: [],
  features: {},
  presence: {},
  rechecks: {},
} as const;

/** Before its first event there is no release; `undefined` stands for that. */
export const evolve = (release: Release | undefined, event: ReleaseEvent): Release => {
  if (event.type === "ReleaseOpened") return open(event);
  if (release === undefined) throw new RangeError(`${event.type} before ReleaseOpened`);
  return { ...release, ...change(release, event) };
};

/** Once somebody did it, its clock is off and what was proposed is done; should it be asked for again, that begins anew. */
const settled = ({ due, proposals }: Release, requirement: string): Pick<Release, "due" | "proposals"> => ({
  due: without(due, requirement),
  proposals: without(proposals, requirement),
});

/** Who was told before it stood still is not told once more. */
const running = ({ due }: Release, untils: Readonly<Record<string, Instant>>): Release["due"] =>
  Object.fromEntries(
    Object.entries(untils).map(([id, until]) => [id, { until, told: due[id]?.told ?? [], stoppedAt: null }]),
  );

const stopped = ({ due }: Release, { requirements, at }: Extract<OwnEvent, { type: "DueStopped" }>): Release["due"] =>
  Object.fromEntries(
    Object.entries(due).map(([id, clock]) => [id, requirements.includes(id) ? { ...clock, stoppedAt: at } : clock]),
  );

/**
 * What is about more than one build: the reviews of an emergency, done or due, and the clocks of what is wrong. Whoever
 * was told of it is not told once more, and another build wins nobody time.
 */
const outlivesBuild = ({ broken, records, due, issues, triggers, failures }: Release): Partial<Release> => {
  const reviews = new Set([reviewId, ...broken.map((_, i) => reviewIdOf(i))]);
  const owed = new Set([...reviews, ...[...issues, ...triggers].map(({ id }) => id), ...failures.map(analysisIdOf)]);
  return { records: only(records, reviews), due: only(due, owed) };
};

const only = <T>(all: Readonly<Record<string, T>>, ids: ReadonlySet<string>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)));

const without = <T>(all: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(all).filter(([one]) => one !== key));

const change = (release: Release, event: Exclude<ReleaseEvent, { type: "ReleaseOpened" }>): Partial<Release> => {
  if ("rollout" in event) return { rollouts: withRollout(release, event) };
  if ("trigger" in event || "issue" in event) return evolveIncident(release, event);
  if ("notice" in event)
    return {
      notices: evolveNotice(release.notices, event),
      ...(event.type === "NoticeDelivered" ? withTold(release, event) : {}),
    };
  if ("period" in event || "feature" in event) return evolveValidation(release, event);
  if ("failure" in event) return evolveFailure(release, event);
  if ("post" in event || "line" in event || "recheck" in event) return evolveRoom(release, event);
  switch (event.type) {
    case "BuildReplaced":
      return {
        ...begunWith(release, event),
        ...nothingYet,
        ...outlivesBuild(release),
        outdated: [...new Set([...release.outdated, ...Object.keys(release.evidence)])],
        build: event.build,
      };
    case "EvidenceRecorded": {
      const { evidence } = event;
      const key = evidenceKey(evidence.requirement, evidence.part);
      return { evidence: { ...release.evidence, [key]: evidence }, tasks: withConditions(release.tasks, evidence) };
    }
    case "ApprovalGiven": {
      const { type: _, requirement, statement: __, delegator: ___, ...approved } = event;
      return { approvals: { ...release.approvals, [requirement]: approved }, ...settled(release, requirement) };
    }
    case "ApprovalRejected":
      return { rejections: { ...release.rejections, [event.requirement]: { by: event.by, reason: event.reason } } };
    case "WaiverRequested": {
      const { requirement, by, at, reason, risk, control, expires } = event;
      const waiver = { requestedBy: by, requestedAt: at, reason, risk, control, expires, grantedBy: null };
      const { proposals } = settled(release, requirement);
      return { waivers: { ...release.waivers, [requirement]: waiver }, proposals };
    }
    case "WaiverGranted": {
      const waiver = release.waivers[event.requirement];
      return waiver === undefined
        ? {}
        : { waivers: { ...release.waivers, [event.requirement]: { ...waiver, grantedBy: event.by } } };
    }
    case "GlassBroken": {
      const { requirement, by, at, reason, reviewBy } = event;
      const build = release.build.digest;
      return { broken: [...release.broken, { requirement, build, by, at, reason, reviewBy }] };
    }
    case "BecameDue":
      return { due: { ...release.due, ...running(release, event.until) } };
    case "DueStopped":
      return { due: stopped(release, event) };
    case "OverdueTold": {
      const due = release.due[event.requirement];
      if (due === undefined) return {};
      const told = [...due.told, `${event.rung} ${event.to}`];
      return { due: { ...release.due, [event.requirement]: { ...due, told } } };
    }
    case "ProposalMade": {
      const { requirement, by, at, note, draft } = event;
      return { proposals: { ...release.proposals, [requirement]: { by, at, note, draft } } };
    }
    case "RecordFiled": {
      const { requirement, by, at, raw, fields } = event;
      return {
        ...settled(release, requirement),
        records: { ...release.records, [requirement]: { by, at, raw, fields } },
      };
    }
    case "DocumentWritten": {
      const { requirement, by, at, document, madeFrom, lacks } = event;
      const written = { by, at, document, madeFrom, ...(lacks === undefined ? {} : { lacks }) };
      return { documents: { ...release.documents, [requirement]: written } };
    }
    case "MessageDelivered":
    case "MessageBounced": {
      const { requirement, to, at, detail } = event;
      const delivery = { delivered: event.type === "MessageDelivered", at, detail };
      return {
        deliveries: { ...release.deliveries, [requirement]: { ...release.deliveries[requirement], [to]: delivery } },
        ...(delivery.delivered ? withTold(release, { to, at }) : {}),
      };
    }
    case "CheckRequested":
      return { asked: { ...release.asked, [event.requirement]: event.at } };
    case "AlertAcknowledged": {
      const { requirement, alert, by, at } = event;
      const acknowledgements = [...release.acknowledgements, { alert, by, at }];
      // Its check is asked again at once, so that nobody waits for the next look.
      return { acknowledgements, asked: { ...release.asked, [requirement]: at } };
    }
    case "TaskClosed":
      return {
        tasks: release.tasks.map((task) => (task.id === event.task ? { ...task, closedBy: event.by } : task)),
        due: without(release.due, event.task),
      };
    case "ReleaseRescheduled":
      return {
        plan: { ...release.plan, productionAt: event.productionAt },
        moves: [
          ...release.moves,
          { at: event.at, to: event.productionAt, by: event.by, reason: event.reason, stands: event.stands === true },
        ],
      };
    case "ReleaseClosed":
      return { phase: "closed", endedAt: event.at };
    case "RecordSealed":
      return { sealed: { head: event.head, folder: event.folder } };
    case "ReleaseEnded":
      return { phase: event.how, endedAt: event.at, endReason: event.reason };
    case "CommandRefused":
      return { refusals: release.refusals + 1 };
  }
};

const withTold = (
  { told, heard }: Release,
  { to, at }: { readonly to: string; readonly at: Instant },
): Pick<Release, "told" | "heard"> => ({
  told: told[to] === undefined ? { ...told, [to]: at } : told,
  heard: { ...heard, [to]: at },
});

const withRollout = ({ rollouts }: Release, event: RolloutEvent): Release["rollouts"] => {
  const before = rollouts.find(({ id }) => id === event.rollout);
  const after = evolveRollout(before, event);
  return before === undefined ? [...rollouts, after] : rollouts.map((other) => (other === before ? after : other));
};

/** A changed acceptance replaces the tasks of the old one; those that were closed and still stand stay closed. */
const withConditions = (
  tasks: readonly Task[],
  {
    requirement,
    report,
  }: { requirement: string; report: { lists: Readonly<Record<string, readonly string[]>> } | null },
): readonly Task[] => {
  const conditions = report?.lists.conditions;
  if (conditions === undefined) return tasks;
  const others = tasks.filter(({ from }) => from !== requirement);
  const opened = conditions.map((text, index) => {
    const known = tasks.find((task) => task.from === requirement && task.text === text);
    return { id: `${requirement}.condition-${index + 1}`, text, from: requirement, closedBy: known?.closedBy ?? null };
  });
  return [...others, ...opened];
};
