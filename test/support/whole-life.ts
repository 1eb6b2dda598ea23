import { partsOf } from "../../src/domain/process/parts-of.ts";
import type { Process } from "../../src/domain/process/process.ts";
import { decide } from "../../src/domain/release/decide.ts";
import { evidenceKey } from "../../src/domain/release/release.ts";
import { isLive } from "../../src/domain/rollout/rollout.ts";
import { type Instant, instant, millis, plus, since } from "../../src/domain/units.ts";
import { actor } from "./case.ts";
import { defaultProcess } from "./default-process.ts";
import { day, hour, type Life, later, minute, type Nature, newTown, type Town } from "./life.ts";
import { conductPaper, conductRollouts } from "./life-machines.ts";
import { attend } from "./life-people.ts";
import { randomFrom } from "./random.ts";
import { given, minutes, openRelease } from "./release.ts";

type Opening = {
  readonly seed?: number;
  readonly at?: Instant;
  readonly process?: Process;
  readonly town?: Town;
  readonly nature?: Nature;
  /** Whatever is given replaces what `openRelease` of `release.ts` says. */
  readonly opened?: Parameters<typeof openRelease>[0];
};

/** Reports that a machine brings: those that nobody has to sign. */
export const boundOf = ({ requirements }: Process): readonly string[] =>
  requirements.flatMap((one) =>
    one.kind === "check" && one.signers.length === 0 && one.reports.length > 0
      ? partsOf(one).map((part) => evidenceKey(one.id, part))
      : [],
  );

/** A release that was just opened by a person, with somebody for every role and a window of five minutes. */
export const begin = (opening: Opening = {}): Life => {
  const { seed = 1, at = minutes(0), process = defaultProcess, nature = {}, opened = {} } = opening;
  const wanted = openRelease({
    ...opened,
    at,
    plan: {
      bound: boundOf(process),
      interval: millis(5 * minute),
      watchInterval: millis(4 * hour),
      productionAt: plus(at, millis(4 * day)),
      ...opened.plan,
    },
  });
  const { by, type: _, ...rest } = wanted;
  const decision = decide(process, undefined, { ...rest, type: "OpenRelease", by: actor(by) });
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal));
  return {
    process,
    town: opening.town ?? newTown(undefined, at),
    nature,
    random: randomFrom(seed),
    release: given(...decision.events),
    now: at,
    events: [...decision.events],
    refused: [],
    appointments: new Map(),
    asked: new Map(),
    looked: { at: instant(0), events: 0 },
  };
};

export const isOver = ({ release }: Life): boolean =>
  release.phase === "closed" ? release.sealed !== null : release.phase !== "open" && !release.rollouts.some(isOpen);

const isOpen = (rollout: Life["release"]["rollouts"][number]): boolean => isLive(rollout) || !rollout.freed;

/** Machines do what they can, then people what they mean to, then the clock goes on. */
export const tick = (life: Life): void => {
  conductRollouts(life);
  if (isWorthALook(life)) {
    conductPaper(life);
    if (isOver(life)) return;
    attend(life);
    life.looked = { at: life.now, events: life.events.length };
  }
  sleep(life);
};

/** As the conductor has it: paper is asked for seldom, and at once when something happened. One more window is nothing. */
const isWorthALook = ({ now, looked, events, appointments, nature }: Life): boolean =>
  since(looked.at, now) >= (nature.idle ?? idle) ||
  events.slice(looked.events).some(({ type }) => type !== "VerdictRecorded") ||
  [...appointments.values()].some((at) => at !== null && at <= now);

/** To the next appointment, and never further than the next window or look that somebody may wait for. */
const sleep = (life: Life): void => {
  const { release, now, nature, appointments } = life;
  const isBusy = release.rollouts.some(isLive) || release.triggers.some(({ settled }) => settled === null);
  const most = isBusy ? release.plan.interval : (nature.idle ?? idle);
  const next = [...appointments.values()].filter((at) => at !== null && at > now) as Instant[];
  later(life, Math.max(1_000, Math.min(most, ...next.map((at) => at - now))));
};

const idle = millis(6 * hour);

/** Until it is over or this many days have passed. */
export const live = (life: Life, days = 120, until: (life: Life) => boolean = isOver): Life => {
  const end = plus(life.now, millis(days * day));
  while (life.now < end && !isOver(life) && !until(life)) tick(life);
  return life;
};
