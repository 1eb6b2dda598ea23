/** log(1/p): what evidence must reach for an error of at most p. @throws RangeError unless 0 < p < 1 */
export const evidenceNeeded = (p: number): number => {
  if (!(p > 0 && p < 1)) throw new RangeError(`alpha and beta are probabilities in (0, 1), got ${p}`);
  return -Math.log(p);
};
