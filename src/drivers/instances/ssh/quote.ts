/**
 * One word for a POSIX shell, whatever is in it. The only way by which anything gets onto a command line here.
 *
 * @throws RangeError for a zero byte, which no argument can hold
 */
export const quote = (word: string): string => {
  if (word.includes("\0")) throw new RangeError("an argument cannot hold a zero byte");
  return `'${word.replaceAll("'", `'\\''`)}'`;
};
