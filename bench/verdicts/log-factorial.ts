const table = new Float64Array(128);
for (let n = 2; n < table.length; n++) table[n] = table[n - 1]! + Math.log(n);

/** log n!, to about 1e-15 of itself: a table, then Stirling's series, whose next term is below 1e-17 from 128 on. */
export const logFactorial = (n: number): number => {
  if (n < table.length) return table[n]!;
  const x = n + 1;
  const series = (1 / 12 - (1 / 360 - 1 / (1260 * x * x)) / (x * x)) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
};
