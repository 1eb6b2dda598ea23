import { logFactorial } from "./log-factorial.ts";
import type { Uniform } from "./uniform.ts";

/** How many of `n` happen when each has the chance `p`, exactly: by inversion below a mean of 10, by rejection above. */
export const binomial = (uniform: Uniform, n: number, p: number): number => {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(uniform, n, 1 - p);
  return n * p < 10 ? inverted(uniform(), n, p) : rejected(uniform, n, p);
};

const inverted = (u: number, n: number, p: number): number => {
  const odds = p / (1 - p);
  let [count, chance] = [0, Math.exp(n * Math.log1p(-p))];
  let left = u;
  while (left > chance && count < n) {
    left -= chance;
    chance *= (odds * (n - count)) / (count + 1);
    count++;
  }
  return count;
};

/** @source BTRS: W. Hörmann, "The generation of binomial random variates" (1993); for p ≤ 1/2 and np ≥ 10. */
const rejected = (uniform: Uniform, n: number, p: number): number => {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const alpha = (2.83 + 5.1 / b) * spread;
  const sure = 0.92 - 4.2 / b;
  const mode = Math.floor((n + 1) * p);
  const top = logFactorial(mode) + logFactorial(n - mode);
  const logOdds = Math.log(p / (1 - p));
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + n * p + 0.5);
    if (us >= 0.07 && v <= sure) return count;
    if (count < 0 || count > n) continue;
    const height = Math.log((v * alpha) / (a / (us * us) + b));
    if (height <= top - logFactorial(count) - logFactorial(n - count) + (count - mode) * logOdds) return count;
  }
};
