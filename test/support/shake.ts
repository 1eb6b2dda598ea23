import type { Digest } from "../../src/domain/units.ts";
import type { Random } from "./random.ts";
import { build, inService } from "./release.ts";
import { sideOf, type World } from "./world.ts";
import { noFaults } from "./world-faults.ts";

/** Something breaks, or works again. */
export const shake = (world: World, random: Random): void => {
  const { faults } = world;
  if (random.chance(0.04)) faults.stuck = random.chance(0.4);
  if (random.chance(0.05)) faults.worn = random.chance(0.4);
  if (random.chance(0.03)) faults.harm = random.chance(0.5);
  if (random.chance(0.05)) faults.router = random.pick(["works", "works", "deaf", "mute"] as const);
  if (random.chance(0.05)) faults.metrics = random.chance(0.3);
  if (random.chance(0.03)) faults.smoke = random.chance(0.3);
  if (random.chance(0.05)) faults.hook = random.chance(0.3);
  if (random.chance(0.05)) lose(world, build.digest, random);
  if (random.chance(0.03)) lose(world, inService.digest, random);
  if (random.chance(0.03)) scale(world, inService.digest);
};

/** Somebody else gives a side one instance more, at whatever moment. */
const scale = (world: World, digest: Digest): void => {
  const side = sideOf(world, digest);
  if (side.asked === 0 || side.asked > 6) return;
  side.asked += 1;
  side.ready += 1;
  world.scaled += 1;
};

export const heal = (world: World): void => {
  world.faults = { ...noFaults };
};

const lose = (world: World, digest: Digest, random: Random): void => {
  const side = sideOf(world, digest);
  if (side.ready === 0) return;
  side.ready -= 1 + random.below(side.ready);
  side.lostAt = ++world.moment;
};
