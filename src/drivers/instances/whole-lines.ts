/** A line may be long: bytes that so many lines of a log may have together, and no more of it is read. */
export const bytesOf = (lines: number): number => lines * 1_000;

/** The end of a log that was cut somewhere, from its first whole line on: half of a secret would not be found. */
export const wholeLines = (end: string): string => {
  const first = end.indexOf("\n");
  return first === -1 ? "(its last line is too long to be told)" : end.slice(first + 1);
};
