import type { CalendarView } from "../../src/domain/calendar/hindrance.ts";
import { openCalendar } from "../../src/domain/calendar/hindrance.ts";
import {
  type EnvironmentEvent,
  type EnvironmentState,
  emptyEnvironment,
  evolveEnvironment,
} from "../../src/domain/environment.ts";
import type { Fault } from "../../src/domain/failure/failure.ts";
import type { Check, Process } from "../../src/domain/process/process.ts";
import type { ReleaseStatus, RequirementStatus } from "../../src/domain/process/status.ts";
import { decide } from "../../src/domain/release/decide.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Report } from "../../src/domain/release/evidence.ts";
import { evolve } from "../../src/domain/release/evolve.ts";
import type { Release } from "../../src/domain/release/release.ts";
import type { RolloutReport } from "../../src/domain/rollout/commands.ts";
import type { RolloutEffect } from "../../src/domain/rollout/effects.ts";
import type { BuildRef, Rollout } from "../../src/domain/rollout/rollout.ts";
import type { Verdict } from "../../src/domain/rollout/verdict.ts";
import { type Instant, type Millis, millis, plus } from "../../src/domain/units.ts";
import { type Asked, actor } from "./case.ts";
import { good } from "./obey.ts";
import type { Random } from "./random.ts";
import { inService, minutes } from "./release.ts";

export const minute: Millis = millis(60_000);
export const hour: Millis = millis(3_600_000);
export const day: Millis = millis(86_400_000);

/** What is the same for all releases of a service: where it runs, and what is told of that. */
export type Town = {
  readonly environments: Map<string, EnvironmentState>;
  readonly told: { readonly environment: string; readonly event: EnvironmentEvent }[];
};

/** How the world and the people of one release behave. Everything that is left out goes well. */
export type Nature = {
  /** After how long this person does what they owe; null: never. Asked once for each thing that comes up. */
  readonly takes?: (life: Life, owed: RequirementStatus, person: string) => Millis | null;
  /** What this report says otherwise than one that passes; `times`: how often it was asked for before. */
  readonly finds?: (life: Life, check: Check, part: string, times: number) => Partial<Report>;
  readonly sees?: (life: Life, rollout: Rollout) => Verdict;
  /** What the world answers to this instead of doing it; null: it does it. */
  readonly breaks?: (life: Life, effect: RolloutEffect) => RolloutReport | null;
  /** How it went to tell somebody: a letter of the process, or a notice. */
  readonly delivers?: (life: Life) => "delivered" | "refused" | "failed";
  /** What was at fault when an attempt failed; the build when left out. */
  readonly blames?: (life: Life) => Fault;
  readonly calendar?: (at: Instant) => CalendarView;
  /** Somebody does something that nobody owes; called once a tick, may send what it likes. */
  readonly also?: (life: Life, view: ReleaseStatus) => void;
  /** The longest sleep while nothing is under way; six hours when left out. */
  readonly idle?: Millis;
};

/** One release as it is being lived. The conductor, the people and the clock change it. */
export type Life = {
  readonly process: Process;
  readonly town: Town;
  readonly nature: Nature;
  readonly random: Random;
  release: Release;
  now: Instant;
  readonly events: ReleaseEvent[];
  readonly refused: { readonly at: Instant; readonly by: string; readonly asked: string; readonly code: string }[];
  /** `thing person` → when they will do it; null: never. */
  readonly appointments: Map<string, Instant | null>;
  /** `check#part` → how often it was answered. */
  readonly asked: Map<string, number>;
  /** When somebody last looked at all of it, and how many events there were: a look costs a millisecond. */
  looked: { readonly at: Instant; readonly events: number };
};

/** A service that runs `runs` in both of its environments. */
export const newTown = (runs: BuildRef = inService, at: Instant = minutes(0)): Town => {
  const town: Town = { environments: new Map(), told: [] };
  for (const environment of ["staging", "production"])
    happens(town, environment, { type: "EnvironmentAdopted", at, build: runs, count: 4, reason: "it runs", by: "ada" });
  return town;
};

export const placeOf = ({ environments }: Town, environment: string): EnvironmentState =>
  environments.get(environment) ?? emptyEnvironment;

export const happens = (town: Town, environment: string, event: EnvironmentEvent): void => {
  town.environments.set(environment, evolveEnvironment(placeOf(town, environment), event));
  town.told.push({ environment, event });
};

/** What somebody asks, now. A refusal changes nothing and is counted. */
export const send = (life: Life, by: string, asked: Asked): boolean => {
  const decision = decide(life.process, life.release, {
    ...asked,
    at: life.now,
    by: actor(by),
  } as Parameters<typeof decide>[2]);
  if (!decision.ok) {
    life.refused.push({ at: life.now, by, asked: asked.type, code: decision.refusal.code });
    return false;
  }
  life.events.push(...decision.events);
  life.release = decision.events.reduce<Release>(evolve, life.release);
  return true;
};

export const later = (life: Life, length: number): void => {
  life.now = plus(life.now, millis(length));
};

export const calendarOf = ({ nature, now }: Life): CalendarView => nature.calendar?.(now) ?? openCalendar;
export const verdictOf = (life: Life, rollout: Rollout): Verdict => life.nature.sees?.(life, rollout) ?? good;
