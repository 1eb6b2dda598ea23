import { openCalendar } from "../../src/domain/calendar/hindrance.ts";
import { partsOf } from "../../src/domain/process/parts-of.ts";
import type { Check, Process } from "../../src/domain/process/process.ts";
import type { Rule } from "../../src/domain/process/rule.ts";
import { shownFor } from "../../src/domain/process/shown.ts";
import { type ReleaseStatus, type RequirementStatus, status } from "../../src/domain/process/status.ts";
import type { Compared, Report } from "../../src/domain/release/evidence.ts";
import { type Instant, millis, plus } from "../../src/domain/units.ts";
import { type Asked, acted, type Case } from "./case.ts";
import { driven, isOver, rolloutOf, upAndRunning } from "./obey.ts";
import { digestOf, inService, report } from "./release.ts";

const day = 86_400_000;

export const statusOf = ({ process, release, at }: Case): ReleaseStatus => status(process, release, at);

export const requirementOf = (at: Case, id: string): RequirementStatus => {
  const found = statusOf(at).requirements.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no requirement ${id}`);
  return found;
};
export const stateOf = (at: Case, id: string): string => requirementOf(at, id).state;
export const stageOf = (at: Case, id: string): string | undefined =>
  statusOf(at).stages.find((one) => one.id === id)?.state;

const checkOf = ({ process }: Case, id: string): Check => {
  const check = process.requirements.find((one) => one.id === id);
  if (check?.kind !== "check") throw new Error(`${id} is no check`);
  return check;
};

/** Whoever holds the role. */
export const holder = ({ release }: Case, role: string): string => {
  const person = release.plan.people.find(({ kind, roles }) => kind === "human" && roles.includes(role));
  if (person === undefined) throw new Error(`nobody is ${role}`);
  return person.id;
};

const targetOf = (process: Process, id: string): number => process.metrics.find((one) => one.id === id)?.target ?? 0;

const figureFor = (process: Process, rule: Extract<Rule, { kind: "figure" }>): number => {
  if (rule.min !== undefined) return rule.min;
  if (rule.below !== undefined) return targetOf(process, rule.below) / 2;
  return rule.above !== undefined ? 1 : 0;
};

/** A report that keeps every rule of the check. */
export const passing = (at: Case, id: string): Report => {
  const { process, release } = at;
  const check = checkOf(at, id);
  const figures: Record<string, number> = {};
  const [texts, lists]: [Record<string, string>, Record<string, readonly string[]>] = [{}, {}];
  for (const rule of check.rules)
    if (rule.kind === "figure") {
      figures[rule.figure] = figureFor(process, rule);
      if (rule.of !== undefined) figures[rule.of] = 1_000_000;
    } else if (rule.kind === "text") texts[rule.text] = rule.oneOf[0] ?? "";
    else lists[rule.list] = release.plan.declared[rule.declared] ?? [];
  if (figures.expires !== undefined) figures.expires = at.at + 30 * day;
  if (check.supersededByStage) lists.evidence = Object.values(release.evidence).map(({ raw }) => raw);
  const signer = check.signers[0] === undefined ? null : holder(at, check.signers[0]);
  return report({ figures, texts, lists, signer, build: release.build.digest, madeAt: at.at });
};

const comparedWithNothing: Compared = {
  release: null,
  version: "",
  build: inService.digest,
  raw: null,
  figures: {},
  lists: {},
  findings: [],
  problem: null,
};

/** The command that hands in a report; what is given replaces what a passing one says. */
export const evidenceOf = (
  at: Case,
  id: string,
  content: Partial<Report> = {},
  part = "",
): Extract<Asked, { type: "RecordEvidence" }> => {
  const made = { ...passing(at, id), ...content };
  const format = checkOf(at, id).reports[0];
  return {
    type: "RecordEvidence",
    origin: format === undefined ? "probe" : "import",
    evidence: {
      requirement: id,
      part,
      format: format ?? "figures",
      parser: "test",
      source: "test",
      raw: digestOf(JSON.stringify([id, part, made])),
      at: at.at,
      build: at.release.build.digest,
      environment: null,
      report: made,
      problem: null,
      ...(checkOf(at, id).comparedWith === undefined ? {} : { compared: comparedWithNothing }),
    },
  };
};

/** A check answered by a report; every part of it when no part is named. */
export const answered = (before: Case, id: string, content: Partial<Report> = {}, part?: string): Case => {
  const parts = part === undefined ? partsOf(checkOf(before, id)) : [part];
  return parts.reduce((now, one) => acted(now, "headgate", evidenceOf(now, id, content, one)), before);
};

/** The signature of somebody who was shown what stands there now. */
export const signature = ({ process, release }: Case, id: string): Extract<Asked, { type: "Approve" }> => {
  const approval = process.requirements.find((one) => one.id === id);
  const shown = approval?.kind === "approval" ? shownFor(process, release, approval.shows) : [];
  const shownDigest = digestOf(JSON.stringify(shown));
  return { type: "Approve", requirement: id, shown, shownDigest, build: release.build.digest };
};

export const started = ({ release }: Case, requirement: string): Extract<Asked, { type: "StartRollout" }> => ({
  type: "StartRollout",
  requirement,
  runbook: release.plan.runbook.digest,
  runs: inService,
  heldBack: null,
  calendar: openCalendar,
});

/** Somebody says to be there for a post, by its id among all that is owed. */
export const confirmed = (before: Case, key: string, by: string): Case => {
  const rollout = before.process.requirements.find((one) => one.kind === "rollout" && key.startsWith(`${one.id}.`));
  if (rollout === undefined) throw new Error(`${key} is no post`);
  const post = key.slice(rollout.id.length + 1);
  return acted(before, by, { type: "ConfirmPresence", requirement: rollout.id, post, onCall: null });
};

/** Started; where something is looked at once more first, that is answered and it is started again. */
export const begun = (before: Case, by: string, id: string): Case => {
  const now = acted(before, by, started(before, id));
  const asked = Object.entries(now.release.rechecks).filter(([, { at }]) => at === now.at);
  if (asked.length === 0) return now;
  const again = asked.reduce((one, [check]) => answered(one, check), {
    ...now,
    at: plus(now.at, millis(1_000)),
  } as Case);
  return acted(again, by, started(again, id));
};

/** Whatever is asked for is done as it should be, by the one who owes it. */
export const fulfilled = (before: Case, id: string): Case => {
  const { process, release } = before;
  const requirement = process.requirements.find((one) => one.id === id);
  const post = statusOf(before).requirements.find((one) => one.id === id && one.kind === "post");
  if (post !== undefined) return confirmed(before, id, holder(before, post.owner));
  if (requirement === undefined) return acted(before, "ada", { type: "CloseTask", task: id, note: "done" });
  const by = holder(before, requirement.owner);
  switch (requirement.kind) {
    case "check":
      return answered(before, id);
    case "approval":
      return acted(before, by, signature(before, id));
    case "document": {
      const madeFrom = shownFor(process, release, requirement.shows);
      const document = digestOf(JSON.stringify([id, madeFrom, before.at]));
      // Who signs for documents has not written all of them alone.
      const writer = release.plan.people.some((one) => one.id === "eli") ? "eli" : by;
      return acted(before, writer, { type: "FileDocument", requirement: id, document, madeFrom });
    }
    case "record": {
      const fields = Object.fromEntries(
        requirement.fields.map(({ name, holds }) => [name, holds === "build" ? release.build.digest : "none"]),
      );
      return acted(before, by, { type: "FileRecord", requirement: id, fields, raw: digestOf(`${id}@${before.at}`) });
    }
    case "message":
      return (release.plan.audiences[requirement.audience] ?? []).reduce(
        (now, to) =>
          acted(now, "headgate", { type: "RecordDelivery", requirement: id, to, delivered: true, detail: "250 OK" }),
        before,
      );
    case "rollout":
      return driven(begun(before, by, id), upAndRunning);
  }
};

/** The first wait of a release: a stage's period, or the end of the rollback window. */
const waited = (before: Case, { stages }: ReleaseStatus): Case | null => {
  const end = stages.find(({ state, notBefore }) => state === "open" && notBefore !== null && notBefore > before.at);
  if (end?.notBefore != null) return { ...before, at: end.notBefore };
  const rollout = before.release.rollouts.at(-1);
  if (rollout?.phase !== "promoted") return null;
  const at = Math.max(before.at, rollout.keepUntil ?? 0) as Instant;
  return driven({ ...before, at }, isOver);
};

/** Does what blocks, in order and but for `left`, until that holds; throws when it never comes to that. */
export const walked = (
  from: Case,
  until: (now: Case, view: ReleaseStatus) => boolean,
  left: (one: RequirementStatus) => boolean = () => false,
): Case => {
  let now = from;
  for (let turns = 0; turns < 500; turns++) {
    const view = statusOf(now);
    if (until(now, view)) return now;
    const first = view.blocking.find((one) => !left(one));
    const next = first === undefined || rolloutIsWatched(now, view) ? waited(now, view) : fulfilled(now, first.id);
    if (next === null) throw new Error("nothing is left to do");
    now = { ...next, at: plus(next.at, millis(1_000)) };
  }
  throw new Error(`after 500 acts: ${statusOf(now).blocking.map(({ id }) => id)}`);
};

/** Everything is done that a rollout waits for: its owner may start it now. */
export const readyToStart = (from: Case, id: string): Case =>
  walked(
    from,
    (_, { blocking }) => blocking[0]?.id === id,
    (one) => one.kind === "task",
  );

/** Before the four sign for a period, and nothing but its end is missing. */
const rolloutIsWatched = (now: Case, { blocking, stages }: ReleaseStatus): boolean => {
  const [first] = blocking;
  const stage = stages.find(({ id }) => id === first?.stage);
  return (
    first?.kind === "approval" &&
    stage?.notBefore != null &&
    now.at < stage.notBefore &&
    rolloutOf(now).phase !== "closed"
  );
};
