import type { CalendarView } from "../../src/domain/calendar/hindrance.ts";
import { faults } from "../../src/domain/failure/failure.ts";
import type { Check } from "../../src/domain/process/process.ts";
import type { Rule } from "../../src/domain/process/rule.ts";
import type { ReleaseStatus, RequirementStatus } from "../../src/domain/process/status.ts";
import type { Report } from "../../src/domain/release/evidence.ts";
import type { RolloutReport } from "../../src/domain/rollout/commands.ts";
import type { RolloutEffect } from "../../src/domain/rollout/effects.ts";
import { isLive } from "../../src/domain/rollout/rollout.ts";
import { type Instant, instant, type Millis, millis } from "../../src/domain/units.ts";
import { day, hour, type Life, type Nature, send } from "../support/life.ts";
import { usually } from "../support/life-people.ts";
import { good, harm } from "../support/obey.ts";
import type { Random } from "../support/random.ts";
import { passing } from "../support/walk.ts";
import { calendarAround, freezeFrom } from "./life-calendar.ts";
import { somebody } from "./life-people.ts";

/** How a person is: `never` leaves this share of the things that they owe undone, for ever. */
type Character = { readonly slow: number; readonly never: number };

const characters: readonly Character[] = [
  { slow: 1, never: 0 },
  { slow: 1, never: 0 },
  { slow: 1, never: 0.02 },
  { slow: 5, never: 0.03 },
  { slow: 12, never: 0.08 },
];

/** Times about which the clocks of Europe are changed, and one about which they are not. */
const openings = ["2026-10-19T08:00Z", "2027-03-18T15:00Z", "2026-11-02T09:00Z"];

export const openingOf = (random: Random): Instant =>
  instant(Date.parse(random.pick(openings)) + random.below(6) * day + random.below(24) * hour);

/** What goes wrong in these lives, as chances; `most` is how often each at most where users are, so that it ends. */
type Trouble = {
  readonly reports: number;
  readonly staging: number;
  readonly production: number;
  readonly freezes: number;
  readonly most: number;
};

const troubleOf = (random: Random): Trouble => ({
  reports: random.pick([0, 0.01, 0.03, 0.08]),
  staging: random.pick([0, 0.005, 0.02, 0.1]),
  production: random.pick([0, 0.01, 0.05, 0.2]),
  freezes: random.pick([0, 0, 0.02, 0.1]),
  most: 1 + random.below(3),
});

/** Trouble until `calm`, and in production a few times after it; what people never did before, they do then. */
export const natureOf = (random: Random, opened: Instant, calm: Instant): Nature => {
  const persons = new Map<string, Character>();
  const trouble = troubleOf(random);
  const calendar = calendarAround(random, opened, calm);
  const declared: CalendarView["freezes"][number][] = [];
  const characterOf = (person: string): Character => {
    const known = persons.get(person) ?? random.pick(characters);
    persons.set(person, known);
    return known;
  };
  return {
    takes(life, owed, person) {
      if (life.now >= calm) return onTheHour(life, owed, usually(life, owed));
      const { slow, never } = characterOf(person);
      return life.random.chance(never) ? null : onTheHour(life, owed, late(life, owed, slow));
    },
    finds: (life, check, part) =>
      (life.now < calm && life.random.chance(trouble.reports)) || isDoubtful(life, check) ? bad(life, check, part) : {},
    sees: (life, { environment }) => (isStruck(life, trouble, environment, calm) ? harm : good),
    breaks(life, effect) {
      if (declared.length < trouble.most && life.random.chance(trouble.freezes / 10))
        declared.push(freezeFrom(life.random, life.now, `D${declared.length + 1}`));
      return isStruck(life, trouble, effect.environment, calm) ? failing(effect) : null;
    },
    idle: random.pick([millis(6 * hour), millis(day)]),
    delivers: (life) =>
      life.now < calm && life.random.chance(trouble.reports) ? life.random.pick(["refused", "failed"]) : "delivered",
    blames: (life) => life.random.pick(faults),
    calendar: (at) =>
      at < calm
        ? { ...calendar, freezes: [...calendar.freezes, ...declared] }
        : { ...calendar, freezes: declared, stops: [] },
    also(life, view) {
      if (life.now < calm) somebody(life, view);
      if (isStruck(life, trouble, "production", calm)) alarm(life);
      if (isBeingDoubted(life) && life.random.chance(0.1)) askOnceMore(life, view);
    },
  };
};

/** While production is on its way for the first times, somebody looks once more at what passed before it. */
const isBeingDoubted = ({ release }: Life): boolean => {
  const there = release.rollouts.filter(({ environment }) => environment === "production");
  return there.length < 3 && there.some(isLive);
};

const askOnceMore = (life: Life, { requirements }: ReleaseStatus): void => {
  const passed = requirements.filter(
    ({ kind, state, stage }) => kind === "check" && state === "pass" && stage === "staging",
  );
  if (passed.length > 0) send(life, "eli", { type: "RequestCheck", requirement: life.random.pick(passed).id });
};

/** And may find it red. */
const isDoubtful = (life: Life, { stage }: Check): boolean =>
  stage === "staging" && isBeingDoubted(life) && life.random.chance(0.2);

/** Staging has its trouble until it is calm; production whenever it comes to that, and not for ever. */
const isStruck = (life: Life, { staging, production, most }: Trouble, environment: string, calm: Instant): boolean => {
  const { rollouts } = life.release;
  if (environment !== "production") return life.now < calm && life.random.chance(staging);
  const there = rollouts.filter((one) => one.environment === environment);
  return there.some(isLive) || there.at(-1)?.phase === "promoted"
    ? there.filter(({ rollback }) => rollback !== null).length < most && life.random.chance(production)
    : false;
};

/** What a world that does not do it says; null for what cannot fail. */
const failing = (effect: RolloutEffect): RolloutReport | null => {
  switch (effect.kind) {
    case "smoke":
      return { type: "RecordSmoke", target: effect.target, checks: 2, problems: ["/cart answered 500"] };
    case "run-hook":
      return { type: "RecordHook", point: effect.point, exit: 1, output: "no space left" };
    case "run-own-step":
      return { type: "RecordOwnStep", number: effect.number, exit: 1, output: "no space left" };
    case "read-versions":
      return { type: "ConfirmVersions", instances: 4, strangers: ["app-3 answers another version"] };
    case "bring":
    case "shrink":
    case "close":
    case "route":
    case "read-data":
      return { type: "ReportFailure", effect: effect.kind, reason: "no route to host" };
    case "hold":
    case "free":
    case "measure":
    case "measure-baseline":
    case "retire":
    case "report":
      return null;
  }
};

/** Somebody or something tells of harm where users are. */
const alarm = (life: Life): void => {
  const severity = life.random.pick(["critical", "high", "medium"] as const);
  const says = "orders are lost";
  send(life, "headgate", {
    type: "RaiseTrigger",
    severity,
    source: "alert",
    says,
    environment: "production",
    key: says,
  });
};

const late = (life: Life, owed: RequirementStatus, slow: number): Millis =>
  millis(usually(life, owed) * (1 + life.random.below(slow)));

/** What has time is done on the full hour, with whatever else there is then. */
const onTheHour = ({ now }: Life, { kind, state }: RequirementStatus, takes: Millis): Millis => {
  if (kind === "post" || kind === "rollout" || state === "stale") return takes;
  return millis(Math.ceil((now + takes) / hour) * hour - now);
};

/** A report that breaks one of its rules; one that cannot be read, now and then. */
const bad = (life: Life, check: Check, part: string): Partial<Report> => {
  const { figures, texts } = passing({ process: life.process, release: life.release, at: life.now }, check.id);
  const rule = life.random.pick([undefined, ...check.rules.filter((one) => (one.part ?? part) === part)]);
  switch (rule?.kind) {
    case "figure":
      return { figures: { ...figures, [rule.figure]: outside(rule) } };
    case "text":
      return { texts: { ...texts, [rule.text]: "none of those" } };
    case "covers":
    case undefined:
      return { figures: {}, texts: {}, lists: {} };
  }
};

const outside = (rule: Extract<Rule, { kind: "figure" }>): number =>
  rule.max !== undefined || rule.below !== undefined ? 1e9 : -1;
