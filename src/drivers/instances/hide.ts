/** Shorter values are no secrets, and hiding every `1` would leave no sentence whole. */
const shortest = 4;

/**
 * The same text without any of these values as they stand: what instances are given may be secret, and what they print
 * is not ours. What an instance encodes first is not found.
 */
export const hide = (text: string, values: readonly string[]): string =>
  values
    .filter((value) => value.length >= shortest)
    .toSorted((a, b) => b.length - a.length) // one may be part of another
    .reduce((rest, value) => rest.replaceAll(value, "[hidden]"), text);
