/** Shares of a percent that are told apart: 10⁻⁴ %. */
const finest = 10_000;

/**
 * A weight for every instance, in whole numbers, so that each side's sum is exactly its share: nginx takes no fractions.
 *
 * @param sides weight (percent) and number of instances (1 or more) of each side that gets traffic
 * @returns the weight of one instance of each side, as small as can be: nginx's turns then are short
 */
export const wholeWeights = (sides: readonly { readonly weight: number; readonly instances: number }[]): number[] => {
  const multiple = sides.reduce((all, { instances }) => (all * instances) / commonDivisor(all, instances), 1);
  const weights = sides.map(({ weight, instances }) => Math.round(weight * finest) * (multiple / instances));
  const divisor = weights.reduce(commonDivisor, 0);
  return weights.map((weight) => weight / divisor);
};

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
