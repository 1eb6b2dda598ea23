import type { Counts } from "../../src/analysis/window.ts";
import type { Random } from "./random.ts";

/** A Poisson number: by inversion, or for large means by its normal approximation. */
export const poisson = (random: Random, mean: number): number => {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const u = uniform(random);
  let [k, term] = [0, Math.exp(-mean)];
  for (let sum = term; u > sum && k < 1_000; sum += term) {
    k += 1;
    term *= mean / k;
  }
  return k;
};

/** Requests of one side in one window of 5 s, of which a share fails. No latencies. */
export const drawn = (random: Random, rps: number, badShare: number): Counts => {
  const [errors, fine] = [poisson(random, 5 * rps * badShare), poisson(random, 5 * rps * (1 - badShare))];
  return { requests: errors + fine, errors, latency: [] };
};

/** In (0, 1). */
const uniform = ({ below }: Random): number => (below(2 ** 32) + 0.5) / 2 ** 32;

/** @source Box and Muller (1958) */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(uniform(random))) * Math.cos(2 * Math.PI * uniform(random));
