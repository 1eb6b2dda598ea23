/** log n! for n below 32, from the factorials themselves: exact to 22!, and to rounding after that. */
const small: readonly number[] = Array.from({ length: 32 }, (_, n) => {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return Math.log(product);
});

const halfLog2Pi = 0.5 * Math.log(2 * Math.PI);

/**
 * Natural logarithm of n!.
 *
 * @param n whole, 0 or more; not checked, for this is the innermost loop
 * @source Stirling's series with four corrections; from n = 32 on its error is below 1e-17 of the result
 */
export const logFactorial = (n: number): number => {
  if (n < 32) return small[n] ?? Number.NaN;
  const x = n + 1;
  const square = 1 / (x * x);
  const correction = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / x;
  return (x - 0.5) * Math.log(x) - x + halfLog2Pi + correction;
};

/** log of the number of ways to choose k of n. */
export const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
