import { periodEnd } from "../../src/domain/process/dates.ts";
import type { ReleaseStatus } from "../../src/domain/process/status.ts";
import { noteKinds } from "../../src/domain/room/events.ts";
import { millis, plus } from "../../src/domain/units.ts";
import type { Asked } from "../support/case.ts";
import { calendarOf, day, type Life, minute, placeOf, send } from "../support/life.ts";
import { act } from "../support/life-people.ts";
import { digestOf } from "../support/release.ts";
import { signature } from "../support/walk.ts";

const everybody = ["ada", "bo", "cy", "di", "eli", "fay", "gil", "hal", "ivy", "bot", "nobody"];

/** Something that nobody owes, by whoever likes: sensible, out of order, or forbidden. Chances are per look. */
export const somebody = (life: Life, view: ReleaseStatus): void => {
  const { random, release } = life;
  if (release.phase !== "open" || !random.chance(0.2)) return;
  const who = random.pick(everybody);
  const isUp = release.rollouts.some(
    ({ environment, promotedAt }) => environment === "production" && promotedAt !== null,
  );
  if (isUp && random.chance(0.2)) validate(life, who);
  const environment = random.pick(["staging", "production"]);
  const order = (given: Extract<Asked, { type: "Order" }>["order"]) =>
    send(life, who, { type: "Order", environment, order: given });
  const what = random.below(100);
  if (what < 12) hurry(life, who);
  else if (what < 22) forge(life, who);
  else if (what < 30) twice(life, view);
  else if (what < 36) order({ type: "Pause", reason: "lunch" });
  else if (what < 44) order({ type: "Resume" });
  else if (what < 50) order({ type: "Promote", step: random.below(4) });
  else if (what < 53)
    order({ type: "RollBack", reason: "it looks odd", severity: random.pick(["critical", "high", "medium", "low"]) });
  else if (what < 60) waive(life, view, who);
  else if (what < 64) breakGlass(life, view, who);
  else if (what < 65) mend(life, who);
  else if (what < 73) move(life, who);
  else if (what < 80) report(life, who, environment);
  else if (what < 84) raise(life, who, environment);
  else if (what < 87) send(life, who, { type: "TakeNote", kind: random.pick(noteKinds), text: "seen", about: "" });
  else if (what < 88 && random.chance(0.3)) send(life, who, { type: "Cancel", reason: "not this year" });
  else if (what < 91) validate(life, who);
  else if (what < 93) grade(life, who);
  else if (what < 95) propose(life, view, who);
  else if (what < 96 && random.chance(0.3)) send(life, who, { type: "Reject", requirement: "A12", reason: "no" });
};

const severities = ["critical", "high", "medium", "medium", "low"] as const;

const report = (life: Life, who: string, environment: string): void => {
  const [severity, source] = [life.random.pick(severities), life.random.pick(["users", "team", "monitoring"] as const)];
  send(life, who, { type: "ReportIssue", title: "orders are lost", severity, source, environment, reference: "" });
};

const raise = (life: Life, who: string, environment: string): void => {
  const severity = life.random.pick(severities);
  const key = `alert ${life.random.below(5)}`;
  send(life, who, { type: "RaiseTrigger", severity, source: "alert", says: "4 % fail", environment, key });
};

/** Starts something whose time has not come. */
const hurry = ({ process, ...life }: Life, who: string): void => {
  const rollouts = process.requirements.filter(({ kind }) => kind === "rollout");
  const { id, environment } = life.random.pick(rollouts) as (typeof rollouts)[number] & { environment: string };
  start({ process, ...life }, who, id, environment);
};

const start = (life: Life, who: string, requirement: string, environment: string): void => {
  const { release, town } = life;
  send(life, who, {
    type: "StartRollout",
    requirement,
    runbook: life.random.chance(0.9) ? release.plan.runbook.digest : digestOf("another runbook"),
    runs: placeOf(town, environment).runs,
    heldBack: null,
    calendar: calendarOf(life),
  });
};

/** Signs whatever it is, with whatever right. */
const forge = (life: Life, who: string): void => {
  const approvals = life.process.requirements.filter(({ kind }) => kind === "approval");
  const { id } = life.random.pick(approvals);
  const given = signature({ process: life.process, release: life.release, at: life.now }, id);
  send(life, who, life.random.chance(0.8) ? given : { ...given, build: digestOf("another build") });
};

/** Does what is owed, and does it once more. */
const twice = (life: Life, { blocking }: ReleaseStatus): void => {
  const owed = life.random.pick(blocking);
  const by = owed?.people[0];
  if (owed === undefined || by === undefined || owed.kind === "rollout") return;
  act(life, owed, by);
  act(life, owed, by);
};

const validate = (life: Life, who: string): void => {
  const stage = life.process.stages.find(({ period }) => period !== undefined);
  const end = stage === undefined ? null : periodEnd(life.process, life.release, stage);
  const until = plus(end ?? life.now, millis(life.random.below(5) * day));
  const asked: readonly Asked[] = [
    { type: "ExtendPeriod", until, reason: "a feast is in between" },
    { type: "CloseRollbackWindow", reason: "it is well" },
    { type: "SeeFeature", feature: "SHOP-1", works: life.random.chance(0.7), note: "seen in the shop" },
  ];
  send(life, who, life.random.pick(asked));
};

/** Makes more or less of what is wrong, puts it off, or does the planned thing about it. */
const grade = (life: Life, who: string): void => {
  const { random, release } = life;
  const [issue, trigger] = [random.pick(release.issues)?.id ?? "issue-1", random.pick(release.triggers)?.id ?? ""];
  const severity = random.pick(severities);
  const asked: readonly Asked[] = [
    { type: "GradeIssue", issue, severity, reason: "users said so" },
    { type: "GradeTrigger", trigger, severity, reason: "users said so" },
    { type: "DeferIssue", issue, workaround: "reload the page", plan: "SHOP-9, next month" },
    { type: "ApplyFix", trigger, fix: "old-cart" },
    { type: "DecideTrigger", trigger, answers: { critical: random.pick(["yes", "no"]) }, reason: "seen" },
    {
      type: "DecideTrigger",
      trigger,
      answers: { critical: "no", workaround: random.pick(["yes", "no"]), "quick-fix": "no" },
      reason: "seen",
    },
  ];
  send(life, who, random.pick(asked));
};

/** An agent prepares what a person may make their own: a form, a signature, an exception. */
const propose = (life: Life, { blocking }: ReleaseStatus, who: string): void => {
  const owed = life.random.pick(blocking.filter(({ kind }) => kind === "record" || kind === "approval"));
  if (owed === undefined) return;
  send(life, "bot", { type: "Propose", requirement: owed.id, note: "as last time", draft: draftOf(life, owed.id) });
  if (life.random.chance(0.5)) send(life, who, { type: "TakeUp", requirement: owed.id });
};

const draftOf = (life: Life, id: string): Extract<Asked, { type: "Propose" }>["draft"] => {
  const form = life.process.requirements.find((one) => one.id === id);
  if (form?.kind === "approval") return { kind: "sign" };
  const names = form?.kind === "record" ? form.fields.map(({ name }) => [name, "drafted"]) : [];
  return { kind: "record", fields: Object.fromEntries(names), raw: digestOf(`draft ${life.now}`) };
};

const waive = (life: Life, { blocking }: ReleaseStatus, who: string): void => {
  const requirement = life.random.pick(blocking)?.id ?? "A1";
  const why = { reason: "it takes too long", risk: "unknown", control: "we look twice" };
  const expires = plus(life.now, millis((1 + life.random.below(20)) * day));
  send(life, who, { type: "RequestWaiver", requirement, ...why, expires });
  send(life, life.random.pick(everybody), { type: "GrantWaiver", requirement });
};

const breakGlass = (life: Life, { blocking }: ReleaseStatus, who: string): void => {
  const requirement = life.random.pick(blocking)?.id ?? "A1";
  send(life, who, { type: "BreakGlass", requirement, reason: "the shop is down" });
};

/** Another build for the same release: nothing that was said of the old one holds for it. */
const mend = (life: Life, who: string): void => {
  const { build } = life.release;
  const version = `${build.version}.${life.random.below(10)}`;
  const mended = { ...build, version, digest: digestOf(`shop ${version}`) };
  send(life, who, { type: "ReplaceBuild", build: mended, reason: "mended" });
};

const move = (life: Life, who: string): void => {
  const productionAt = plus(life.now, millis((1 + life.random.below(14 * 24 * 60)) * minute));
  send(life, who, { type: "Reschedule", productionAt, reason: "people are away" });
};
