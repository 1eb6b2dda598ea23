import { alive, noFaults, type Place, start, type World } from "../support/simulated-world.ts";

/** Something breaks, or works again. @param intensity  1 … 3 */
export const shake = (world: World, intensity: number): void => {
  for (const place of world.places.values()) shakePlace(world, place, intensity);
};

const shakePlace = (world: World, place: Place, intensity: number): void => {
  const { random } = world;
  const { faults } = place;
  const now = (share: number): boolean => random.chance(share);
  const worse = (share: number): boolean => random.chance(Math.min(0.6, share * intensity));
  if (now(0.05)) faults.stuck = worse(0.15);
  if (now(0.05)) faults.worn = worse(0.12);
  if (now(0.04)) faults.harm = worse(0.12);
  if (now(0.04)) faults.smoke = worse(0.08);
  if (now(0.05)) faults.hook = worse(0.1);
  if (now(0.08)) faults.router = worse(0.2) ? random.pick(["deaf", "mute", "liar", "slow"] as const) : "works";
  if (now(0.08))
    faults.instances = worse(0.2) ? random.pick(["deaf", "mute", "half", "liar", "slow"] as const) : "works";
  if (now(0.08)) faults.metrics = worse(0.2) ? random.pick(["deaf", "missing", "scrambled", "slow"] as const) : "works";
  if (now(0.08)) faults.channel = worse(0.3) ? random.pick(["deaf", "mute"] as const) : "works";
  if (now(0.05)) place.rate = worse(0.2) ? 0 : 60;
  if (now(0.03)) place.room = worse(0.3) ? place.count + random.below(place.count) : 3 * place.count;
  if (worse(0.01)) lose(world, place);
  if (worse(0.008)) place.counts = new Map();
  if (worse(0.006)) scale(world, place);
};

/** An instance dies without a word. */
const lose = ({ random }: World, place: Place): void => {
  const all = alive(place);
  if (all.length > 0) random.pick(all).isDead = true;
};

/** Somebody, or an autoscaler, starts one more of what all users get (T16). */
const scale = ({ time }: World, place: Place): void => {
  const all = place.routes.find(({ weight }) => weight === 100);
  if (all !== undefined && alive(place).length < place.room) start(place, all.build, time.now() + 1_000);
};

export const heal = (world: World): void => {
  for (const place of world.places.values()) {
    Object.assign(place.faults, noFaults);
    place.rate = 60;
    place.room = 3 * place.count;
    // What kept them from getting ready is over.
    for (const one of alive(place))
      if (one.readyAt === Number.POSITIVE_INFINITY) one.readyAt = world.time.now() + 1_000;
  }
};
