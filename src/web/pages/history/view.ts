export type Entry = {
  readonly version: number;
  readonly at: number;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly type: string;
  readonly data?: unknown;
  readonly previous: string;
  readonly hash: string;
};

/** Numbers of the lines that do not follow from the one before: a gap, or another hash than the next one names. */
export const broken = (entries: readonly Entry[]): readonly number[] =>
  entries.flatMap((entry, i) => {
    const before = entries[i - 1];
    if (before === undefined) return [];
    return entry.previous === before.hash && entry.version === before.version + 1 ? [] : [entry.version];
  });

export const chainSays = (entries: readonly Entry[]): string => {
  const breaks = broken(entries);
  const last = entries.at(-1);
  if (last === undefined) return "Nothing is written yet.";
  return breaks.length === 0
    ? `${entries.length} lines, each naming the hash of the one before; the last is ${last.hash}.`
    : `The chain is broken at ${breaks.join(", ")}: run headgate verify.`;
};
