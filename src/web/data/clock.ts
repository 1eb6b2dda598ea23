/** How far the server's clock is ahead of the browser's, in ms: whatever is due is due by the server's (R209). */
let ahead = 0;

/** Of an answer's `date`; it is exact to the second, so a small difference is none. */
export const heardDate = (header: string | null, now: number): void => {
  const said = header === null ? Number.NaN : Date.parse(header);
  if (Number.isFinite(said)) ahead = Math.abs(said - now) < 2_000 ? 0 : said - now;
};

export const serverNow = (): number => Date.now() + ahead;
