import { instant, millis, plus } from "../../src/domain/units.ts";
import { day, type Life, minute, type Nature } from "../support/life.ts";
import { randomFrom } from "../support/random.ts";
import { begin, isOver, tick } from "../support/whole-life.ts";
import { natureOf, openingOf } from "./life-nature.ts";
import { planFrom } from "./life-plan.ts";
import { type Seen, untold, watch } from "./life-watch.ts";

/** One release, lived from a seed: trouble for some weeks, and calm after them. */
export type Lived = { readonly seed: number; readonly life: Life; readonly calm: number; readonly seen: Seen };

/** Days of trouble, and days in which everybody does what they owe: then it has to come to an end. */
const [troubled, patience] = [30, 120];

export const liveFrom = (seed: number): Lived => {
  const random = randomFrom(seed);
  const at = openingOf(random);
  const calm = plus(at, millis((10 + random.below(troubled)) * day));
  const seen: Seen = { violations: [], jumps: 0, wokeAt: 0 };
  const nature = natureOf(random, at, calm);
  const watched: Nature = {
    ...nature,
    also(life, view) {
      untold(life, view, seen);
      nature.also?.(life, view);
    },
  };
  const life = begin({ seed, at, nature: watched, opened: { at, plan: planFrom(random) } });
  const end = plus(calm, millis(patience * day));
  while (life.now < end && !isOver(life)) {
    if (life.now >= calm) doWhatIsOwed(life);
    const before = life.events.length;
    tick(life);
    watch(life, seen, before);
    jump(life, seen, calm);
  }
  return { seed, life, calm, seen };
};

/** What somebody never meant to do is done in the end. */
const doWhatIsOwed = ({ appointments }: Life): void => {
  for (const [thing, at] of appointments) if (at === null) appointments.delete(thing);
};

/** A machine that was asleep, or whose clock somebody set: an hour on, an hour back, or days on. */
const jump = (life: Life, seen: Seen, calm: number): void => {
  const { random } = life;
  if (life.now >= calm || !random.chance(0.01)) return;
  seen.jumps += 1;
  life.now = instant(life.now + random.pick([60 * minute, 60 * minute, -60 * minute, 3 * day]));
  seen.wokeAt = life.now;
};
