import type { Instant } from "../../src/domain/units.ts";
import type { Kept, Vault } from "../../src/journal/port.ts";

/** A vault for as long as a test lives. Values go through JSON, as in a real one. */
export const memoryVault = (): Vault => {
  const kept = new Map<string, Kept>();
  const keyOf = (kind: string, key: string): string => `${kind}\n${key}`;
  const there = (kind: string, key: string, now: Instant): Kept | null => {
    const item = kept.get(keyOf(kind, key));
    return item === undefined || isOver(item, now) ? null : item;
  };
  return {
    get: async (kind, key, now) => structuredClone(there(kind, key, now)),
    put: async (item, expected, now) => {
      if ((there(item.kind, item.key, now)?.version ?? 0) !== expected) return false;
      const value: unknown = JSON.parse(JSON.stringify(item.value));
      kept.set(keyOf(item.kind, item.key), { ...item, value, version: expected + 1 });
      return true;
    },
    remove: async (kind, key) => void kept.delete(keyOf(kind, key)),
    list: async (kind, prefix, now) => {
      for (const [at, item] of kept) if (isOver(item, now)) kept.delete(at);
      return [...kept.values()]
        .filter((item) => item.kind === kind && item.key.startsWith(prefix))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .map((item) => structuredClone(item));
    },
  };
};

const isOver = ({ until }: Kept, now: Instant): boolean => until !== null && until <= now;
