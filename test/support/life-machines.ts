import { askForHold, leave } from "../../src/domain/environment-queue.ts";
import { partsOf } from "../../src/domain/process/parts-of.ts";
import type { Check } from "../../src/domain/process/process.ts";
import { shownFor } from "../../src/domain/process/shown.ts";
import type { Effect } from "../../src/domain/release/effects.ts";
import { reconcilePaper, reconcileRollouts } from "../../src/domain/release/reconcile.ts";
import { evidenceKey } from "../../src/domain/release/release.ts";
import type { RolloutReport } from "../../src/domain/rollout/commands.ts";
import { calendarOf, happens, type Life, later, placeOf, send, verdictOf } from "./life.ts";
import { obey, seen } from "./obey.ts";
import { digestOf } from "./release.ts";
import { evidenceOf } from "./walk.ts";

const machine = "headgate";

/** What moves by the second: rollouts go on as far as they can. */
export const conductRollouts = (life: Life): void =>
  untilRest(life, () => reconcileRollouts(life.process, life.release, life.now, calendarOf(life)));

/** Everything else that a machine can do now: checks, documents, messages, and who has to be told. */
export const conductPaper = (life: Life): void =>
  untilRest(life, () => reconcilePaper(life.process, life.release, life.now));

/** Until nothing new is asked for. What is asked for once more is done once more if something happened since. */
const untilRest = (life: Life, ask: () => readonly Effect[]): void => {
  const done = new Map<string, number>();
  for (let rounds = 0; rounds < 200; rounds++) {
    const fresh = ask().filter((effect) => isFresh(effect, done.get(JSON.stringify(effect)), life.events.length));
    if (fresh.length === 0) return;
    for (const effect of fresh) {
      perform(life, effect);
      done.set(JSON.stringify(effect), life.events.length);
    }
    // Work on a rollout takes a while; what lasts no time proves nothing about times.
    if (fresh.some(({ of }) => of === "rollout")) later(life, 1_000 + life.random.below(9_000));
  }
  throw new Error(`the conductor of ${life.release.id} does not come to rest`);
};

/** Traffic is shifted away from a batch, and to it when it is ready, by the same words. */
const isFresh = ({ kind }: Effect, doneAt: number | undefined, events: number): boolean =>
  doneAt === undefined || (kind === "route" && doneAt < events);

const perform = (life: Life, effect: Effect): void => {
  if (effect.of === "rollout") {
    performRollout(life, effect);
    return;
  }
  switch (effect.kind) {
    case "ask":
      answer(life, machine, effect.requirement, effect.part);
      return;
    case "write": {
      const { requirement } = effect;
      const document = life.process.requirements.find(({ id }) => id === requirement);
      const madeFrom = document?.kind === "document" ? shownFor(life.process, life.release, document.shows) : [];
      const text = digestOf(JSON.stringify([requirement, madeFrom]));
      send(life, machine, { type: "FileDocument", requirement, document: text, madeFrom });
      return;
    }
    case "send": {
      const { requirement, to } = effect;
      const delivered = deliver(life) === "delivered";
      send(life, machine, { type: "RecordDelivery", requirement, to, delivered, detail: "the server said so" });
      return;
    }
    case "tell": {
      const { requirement, rung, to } = effect;
      send(life, machine, { type: "RecordTold", requirement, rung, to, delivered: true, detail: "250 OK" });
      return;
    }
    case "notify": {
      const { notice, occurrence, to } = effect;
      const about = { notice, occurrence, to, detail: "the server said so" };
      send(life, machine, { type: "RecordNotice", result: deliver(life), ...about });
      return;
    }
    case "collect": {
      const { failure } = effect;
      send(life, machine, { type: "RecordFailure", failure, document: digestOf(`what is known of ${failure}`) });
      return;
    }
    case "seal":
      send(life, machine, { type: "RecordSeal", head: digestOf(`head of ${life.release.id}`), folder: "record" });
      return;
    case "dispatch":
      send(life, machine, { type: effect.command });
  }
};

const deliver = (life: Life): "delivered" | "refused" | "failed" => life.nature.delivers?.(life) ?? "delivered";

/** Answers a check, or one part of it, as the nature of this life has it. */
export const answer = (life: Life, by: string, requirement: string, part: string): void => {
  const key = evidenceKey(requirement, part);
  const times = life.asked.get(key) ?? 0;
  life.asked.set(key, times + 1);
  const at = { process: life.process, release: life.release, at: life.now };
  const otherwise = life.nature.finds?.(life, checkOf(life, requirement), part, times) ?? {};
  const asked = evidenceOf(at, requirement, otherwise, part);
  const { report, compared, ...evidence } = asked.evidence;
  // What a machine sees again is the same, whenever it was asked; a file that a person brings says when it was made.
  const madeAt = by === machine ? null : (report?.madeAt ?? null);
  const raw = digestOf(JSON.stringify([requirement, part, { ...report, madeAt }]));
  const runs = placeOf(life.town, "production").runs?.digest;
  const against = compared === undefined || runs === undefined ? {} : { compared: { ...compared, build: runs } };
  // What a machine looks at again is news even if it says the same; the same file handed in twice is not.
  const origin = by === machine ? "probe" : asked.origin;
  send(life, by, { ...asked, origin, evidence: { ...evidence, report, raw, ...against } });
};

export const checkOf = ({ process }: Life, id: string): Check => {
  const found = process.requirements.find((one) => one.id === id);
  if (found?.kind !== "check") throw new RangeError(`${id} is no check`);
  return found;
};

export const partsOfCheck = (life: Life, id: string): readonly string[] => partsOf(checkOf(life, id));

const performRollout = (life: Life, effect: Extract<Effect, { of: "rollout" }>): void => {
  const report = reportOf(life, effect);
  if (report !== null) send(life, machine, { type: "Report", rollout: effect.rollout, report });
};

/** What the world says; it knows which build runs where, and who holds the environment. Null: nothing yet. */
const reportOf = (life: Life, effect: Extract<Effect, { of: "rollout" }>): RolloutReport | null => {
  const { town, now, release } = life;
  const { environment, rollout: id } = effect;
  const rollout = release.rollouts.find((one) => one.id === id);
  if (rollout === undefined) return null;
  switch (effect.kind) {
    case "hold": {
      for (const event of askForHold(placeOf(town, environment), { release: release.id, rollout: id }, now))
        happens(town, environment, event);
      const { heldBy, runs, hold } = placeOf(town, environment);
      if (heldBy?.rollout !== id || runs === null) return null;
      return { type: "ConfirmHold", baseline: runs, hold, running: 4 };
    }
    case "free":
      for (const event of leave(placeOf(town, environment), release.id, rollout, now))
        happens(town, environment, event);
      return { type: "ConfirmFreed" };
    case "measure":
      return seen(rollout, now, verdictOf(life, rollout));
    default:
      return life.nature.breaks?.(life, effect) ?? obey(effect, now, rollout);
  }
};
