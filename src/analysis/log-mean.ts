/** log of the mean of e^x, without overflow: the largest is taken out first. */
export const logMean = (logs: readonly number[]): number => {
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / logs.length);
};
