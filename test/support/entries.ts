import { instant } from "../../src/domain/units.ts";
import { seal } from "../../src/journal/chain.ts";
import type { Entry, NewEntry } from "../../src/journal/port.ts";

const noon = Date.UTC(2026, 10, 23, 12);

/** The n-th thing that happens, n seconds after noon. */
export const happening = (n: number, data: unknown = { n }): NewEntry => ({
  at: instant(noon + 1_000 * n),
  actor: { kind: "human", id: "ada" },
  type: "NoteTaken",
  data,
});

export const happenings = (count: number): NewEntry[] => Array.from({ length: count }, (_, i) => happening(i + 1));

/** A sound stream of these. */
export const chainOf = (stream: string, entries: readonly NewEntry[]): Entry[] => {
  const chain: Entry[] = [];
  for (const entry of entries) chain.push(seal(stream, chain.at(-1) ?? null, entry));
  return chain;
};
