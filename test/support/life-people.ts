import { analysisIdOf, type Failure } from "../../src/domain/failure/failure.ts";
import { isMachines } from "../../src/domain/process/acts.ts";
import { openParts } from "../../src/domain/process/judge-check.ts";
import { shownFor } from "../../src/domain/process/shown.ts";
import { type RequirementStatus, status } from "../../src/domain/process/status.ts";
import { rightTo } from "../../src/domain/release/stand-in.ts";
import { closedGates } from "../../src/domain/rollout/gates.ts";
import { isLive, type Rollout } from "../../src/domain/rollout/rollout.ts";
import { runningStep } from "../../src/domain/runbook/own-step.ts";
import { type Instant, type Millis, millis, plus } from "../../src/domain/units.ts";
import { calendarOf, happens, hour, type Life, minute, placeOf, send } from "./life.ts";
import { answer, checkOf } from "./life-machines.ts";
import { digestOf, inService } from "./release.ts";
import { signature } from "./walk.ts";

/** Everybody looks at what they owe, and does it when their time has come. */
export const attend = (life: Life): void => {
  const view = status(life.process, life.release, life.now);
  life.nature.also?.(life, view);
  const owed = new Set(view.blocking.map(({ id }) => id));
  for (const key of life.appointments.keys()) if (!owed.has(thingOf(key))) life.appointments.delete(key);
  for (const one of view.blocking)
    if (isPeoples(life, one)) for (const person of whoMayAct(life, one)) keep(life, one, person);
};

/** What a machine does by itself is nobody's errand until it is red. */
const isPeoples = (life: Life, { id, kind, state }: RequirementStatus): boolean => {
  const isRed = state === "fail" || state === "error" || state === "inconclusive";
  if (kind === "message") return state === "fail";
  const one = life.process.requirements.find((other) => other.id === id);
  if (one?.kind === "document") return one.template === undefined;
  if (one?.kind !== "check" || isRed) return true;
  return !isMachines(life.release, id, one.probe !== undefined, openParts(life.release, one));
};

const thingOf = (key: string): string => key.slice(0, key.lastIndexOf(" "));

/** Who owes it, and whoever was told since that it is overdue and may act in their stead. */
const whoMayAct = ({ release }: Life, { id, people, owner }: RequirementStatus): readonly string[] => {
  const told = release.due[id]?.told.map((entry) => entry.slice(entry.indexOf(" ") + 1)) ?? [];
  const able = told.filter((id) => rightTo(release.plan.people, id, [owner]) !== null);
  return [...new Set([...people, ...able])];
};

const keep = (life: Life, owed: RequirementStatus, person: string): void => {
  const key = `${owed.id} ${person}`;
  const known = life.appointments.get(key);
  if (known === undefined) life.appointments.set(key, appointment(life, owed, person));
  else if (known !== null && known <= life.now) {
    // Once more if that did not do.
    life.appointments.set(key, plus(life.now, millis(30 * minute)));
    act(life, owed, person);
    // What is looked at once more before a start is answered in a moment, and then it is started.
    if (Object.values(life.release.rechecks).some(({ at }) => at === life.now))
      life.appointments.set(key, plus(life.now, millis(2 * minute)));
  }
};

/** Nobody starts in production before the date, and what went stale before that is signed anew on the day. */
const appointment = (life: Life, owed: RequirementStatus, person: string): Instant | null => {
  const takes = life.nature.takes === undefined ? usually(life, owed) : life.nature.takes(life, owed, person);
  if (takes === null) return null;
  const at = plus(life.now, takes);
  const { productionAt } = life.release.plan;
  if (productionAt === null) return at;
  // All within a few minutes: what one says to be there for holds for half an hour.
  if (owed.kind === "post") return Math.max(at, productionAt - 5 * minute) as Instant;
  if (isProduction(life, owed)) return Math.max(at, productionAt) as Instant;
  return owed.kind === "approval" && owed.state === "stale" ? (Math.max(at, productionAt - hour / 2) as Instant) : at;
};

/** Hours for what is new, minutes for what has to be done again or is a matter of starting a machine. */
export const usually = ({ random }: Life, { kind, state }: RequirementStatus): Millis =>
  kind === "post"
    ? millis((1 + random.below(3)) * minute)
    : kind === "rollout" || state === "stale"
      ? millis((5 + random.below(10)) * minute)
      : millis((20 + random.below(400)) * minute);

const isProduction = ({ process }: Life, { id }: RequirementStatus): boolean =>
  process.requirements.some((one) => one.id === id && one.kind === "rollout" && one.environment === "production");

/** The act that is owed, by this person. */
export const act = (life: Life, { id, kind, state }: RequirementStatus, by: string): void => {
  switch (kind) {
    case "check":
      lookInto(life, id, state, by);
      return;
    case "approval":
      send(life, by, signature({ process: life.process, release: life.release, at: life.now }, id));
      return;
    case "document":
      write(life, id);
      return;
    case "failure":
      goOn(life, id, by);
      return;
    case "record":
    case "review":
      fill(life, id, by);
      return;
    case "message":
      if (state === "fail") send(life, by, { type: "RequestCheck", requirement: id });
      return;
    case "rollout":
      bringOn(life, id, by);
      return;
    case "task":
      send(life, by, { type: "CloseTask", task: id, note: "done" });
      return;
    case "post":
      beThere(life, id, by);
      return;
    case "incident":
      settle(life, id, by);
      return;
    // Somebody has to be named in headgate.yaml, and the release to be opened anew.
    case "role":
      return;
  }
};

const beThere = (life: Life, key: string, by: string): void => {
  const rollout = life.process.requirements.find((one) => one.kind === "rollout" && key.startsWith(`${one.id}.`));
  if (rollout === undefined) return;
  const post = key.slice(rollout.id.length + 1);
  send(life, by, { type: "ConfirmPresence", requirement: rollout.id, post, onCall: null });
};

/**
 * An issue is closed with the check that found it, or with the smoke tests of wherever the build is, for the one that
 * found it may be of a place where this build never was; or by a word. A trigger is said to be over.
 */
const settle = (life: Life, id: string, by: string): void => {
  const issue = life.release.issues.find((one) => one.id === id);
  if (issue === undefined) {
    send(life, by, { type: "SettleTrigger", trigger: id, how: "cleared", reason: "the figures are well again" });
    return;
  }
  const { severity, graded, reference } = issue;
  if (!graded) send(life, by, { type: "GradeIssue", issue: id, severity, reason: "I have seen it" });
  const isChecked = life.process.requirements.some((one) => one.id === reference);
  const retests = [...(isChecked ? [reference] : []), smokeOf(life)];
  const isClosed = [...retests, ""].some((retest) =>
    send(life, by, { type: "CloseIssue", issue: id, note: "mended", retest }),
  );
  if (!isClosed) for (const requirement of retests) send(life, by, { type: "RequestCheck", requirement });
};

/** The smoke tests of wherever the build is now; any other check of it where there are none. */
const smokeOf = ({ process, release, now }: Life): string => {
  const { requirements, stages } = status(process, release, now);
  const waiting = new Set(stages.filter(({ state }) => state === "waiting").map(({ id }) => id));
  const asked = new Set(
    requirements
      .filter(({ state, stage, waitsFor }) => state === "pass" && !waiting.has(stage) && waitsFor.length === 0)
      .map(({ id }) => id),
  );
  const passed = process.requirements.filter(({ id, kind }) => kind === "check" && asked.has(id));
  return passed.findLast((one) => one.kind === "check" && one.probe === "smoke")?.id ?? passed[0]?.id ?? "";
};

/** A machine answers by itself what it never answered; a person hands in the rest, or has a red one asked again. */
const lookInto = (life: Life, id: string, state: RequirementStatus["state"], by: string): void => {
  const check = checkOf(life, id);
  const parts = openParts(life.release, check);
  if (!isMachines(life.release, id, check.probe !== undefined, parts))
    for (const part of parts) answer(life, by, id, part);
  else if (state === "fail" || state === "error" || state === "inconclusive")
    send(life, by, { type: "RequestCheck", requirement: id });
};

/** Written by somebody who signs for none of the documents. */
const write = (life: Life, id: string): void => {
  const document = life.process.requirements.find((one) => one.id === id);
  if (document?.kind !== "document" || document.template !== undefined) return;
  const writer = life.release.plan.people.findLast(({ kind }) => kind === "human")?.id ?? "";
  const madeFrom = shownFor(life.process, life.release, document.shows);
  const text = digestOf(JSON.stringify([id, madeFrom]));
  send(life, writer, { type: "FileDocument", requirement: id, document: text, madeFrom });
};

const fill = (life: Life, id: string, by: string): void => {
  const form = life.process.requirements.find((one) => one.id === id);
  const asked = form?.kind === "record" ? form.fields : [{ name: "note", holds: undefined }];
  const fields = Object.fromEntries(
    asked.map(({ name, holds }) => [name, holds === "build" ? life.release.build.digest : "none"]),
  );
  send(life, by, { type: "FileRecord", requirement: id, fields, raw: digestOf(`${id} ${life.now}`) });
};

/** Whoever owes it says why an attempt failed, brings the next one on its way, or writes down what a rollback teaches. */
const goOn = (life: Life, id: string, by: string): void => {
  const { release, process, now } = life;
  const failure = release.failures.find((one) => one.id === id || analysisIdOf(one) === id);
  if (failure === undefined) return;
  if (failure.id !== id) {
    const form = process.stages.find((one) => one.id === failure.stage)?.analysis?.fields ?? [];
    const fields = Object.fromEntries(form.map(({ name }) => [name, "a full disk"]));
    send(life, by, { type: "FileRecord", requirement: id, fields, raw: digestOf(`${id} ${now}`) });
  } else if (failure.diagnosis === null) {
    const fault = life.nature.blames?.(life) ?? "build";
    send(life, by, { type: "Diagnose", failure: id, cause: "an index", fault });
  } else if (failure.diagnosis.fault === "build") bringFix(life, failure, by);
  else tryAgain(life, failure, by);
};

const bringFix = (life: Life, failure: Failure, by: string): void => {
  const { build, failures } = life.release;
  const version = `${failure.build.version}.${failures.length}`;
  const fixed = { ...build, version, digest: digestOf(`shop ${version}`), commit: `commit of ${version}` };
  const fix = { cause: "an index", link: "https://shop.example/pull/7", files: null };
  send(life, by, { type: "ReplaceBuild", build: fixed, reason: "mended", fix });
};

/** The same build from the first step; what the failed attempt left there goes first. */
const tryAgain = (life: Life, { stage }: Failure, by: string): void => {
  if (send(life, by, { type: "RestartAttempt", reason: "the disk is larger" })) return;
  for (const one of life.process.requirements)
    if (one.kind === "rollout" && one.stage === stage) {
      const order = { type: "RollBack", reason: "it is brought anew", severity: "high" } as const;
      send(life, by, { type: "Order", environment: one.environment, order });
    }
};

/** Starts it, or lets it go on where it waits for a person. */
const bringOn = (life: Life, id: string, by: string): void => {
  const asked = life.process.requirements.find((one) => one.id === id);
  if (asked?.kind !== "rollout") return;
  const { environment } = asked;
  const last = life.release.rollouts.findLast((one) => one.environment === environment);
  if (last !== undefined && isLive(last)) letGoOn(life, last, by);
  else start(life, id, environment, by);
};

const letGoOn = (life: Life, rollout: Rollout, by: string): void => {
  const { environment, paused, phase, step } = rollout;
  const own = runningStep(rollout);
  if (own?.by === "manual") {
    const { number } = own;
    send(life, by, { type: "Order", environment, order: { type: "ConfirmStep", number, isDone: true, note: "seen" } });
  } else if (paused !== null) send(life, by, { type: "Order", environment, order: { type: "Resume" } });
  else if (phase === "progressing" && closedGates(rollout, life.now).some((gate) => gate.startsWith("approval")))
    send(life, by, { type: "Order", environment, order: { type: "Promote", step } });
};

/** A build that was rolled back may be tried again once a person has said so. */
const start = (life: Life, requirement: string, environment: string, by: string): void => {
  const { release, town, now } = life;
  const place = placeOf(town, environment);
  const held = place.heldBack.find(({ build }) => build.digest === release.build.digest);
  if (held !== undefined) {
    const reason = "the cause is known and gone";
    happens(town, environment, { type: "EnvironmentHoldReleased", at: now, build: held.build, by, reason });
  }
  const isStarted = send(life, by, {
    type: "StartRollout",
    requirement,
    runbook: release.plan.runbook.digest,
    runs: place.runs,
    heldBack: null,
    calendar: calendarOf(life),
  });
  const why = isStarted ? null : life.refused.at(-1)?.code;
  if (why === "COMPARED_WITH_ANOTHER") compareAnew(life, by);
  if (why === "SAME_BUILD") adoptOlder(life, environment, by);
};

/** For a new attempt with the same build, the one before it is brought back first, as the refusal says. */
const adoptOlder = ({ town, now }: Life, environment: string, by: string): void => {
  const reason = "the attempt begins anew";
  happens(town, environment, { type: "EnvironmentAdopted", at: now, build: inService, count: 4, reason, by });
};

/** Another build is in service since: what is new against it is another question. */
const compareAnew = (life: Life, by: string): void => {
  for (const one of life.process.requirements)
    if (one.kind === "check" && one.comparedWith === "production")
      for (const part of openParts(life.release, one)) answer(life, by, one.id, part);
};
