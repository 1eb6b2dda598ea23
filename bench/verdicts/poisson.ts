import { logFactorial } from "./log-factorial.ts";
import type { Uniform } from "./uniform.ts";

/** A count of a Poisson distribution, exactly: by inversion below a mean of 10, by rejection above. */
export const poisson = (uniform: Uniform, mean: number): number =>
  mean < 10 ? inverted(uniform(), mean) : rejected(uniform, mean);

const inverted = (u: number, mean: number): number => {
  let [count, chance] = [0, Math.exp(-mean)];
  let left = u;
  while (left > chance && count < 1000) {
    left -= chance;
    count++;
    chance *= mean / count;
  }
  return count;
};

/** @source PTRS: W. Hörmann, "The transformed rejection method for generating Poisson random variables" (1993). */
const rejected = (uniform: Uniform, mean: number): number => {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const sure = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= sure) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const height = Math.log((v * inverseAlpha) / (a / (us * us) + b));
    if (height <= count * Math.log(mean) - mean - logFactorial(count)) return count;
  }
};
