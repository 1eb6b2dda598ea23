import type { Uniform } from "./uniform.ts";

/**
 * P(Z ≤ z) of the standard normal distribution, to about 1e-15.
 *
 * @source G. Marsaglia, "Evaluating the Normal Distribution" (2004): Taylor series about 0
 */
export const normalBelow = (z: number): number => {
  if (z < -8) return 0;
  if (z > 8) return 1;
  let [sum, term] = [z, z];
  for (let i = 3; Math.abs(term) > 1e-17; i += 2) {
    term *= (z * z) / i;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * z * z - 0.5 * Math.log(2 * Math.PI));
};

/** A standard normal number. @source Box and Muller (1958) */
export const normal = (uniform: Uniform): number =>
  Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());

/** z that a standard normal number exceeds with a chance of 1 %. */
export const z99 = 2.3263478740408408;
