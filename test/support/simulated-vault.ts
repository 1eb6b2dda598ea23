import type { Instant } from "../../src/domain/units.ts";
import { keptText } from "../../src/journal/kept.ts";
import type { Kept, Vault } from "../../src/journal/port.ts";

/** A vault in memory; it holds copies, so that nobody shares anything with it. */
export const simulatedVault = (): Vault => {
  const items = new Map<string, Kept>();
  const nameOf = (kind: string, key: string): string => JSON.stringify([kind, key]);
  const copy = (item: Kept): Kept => ({ ...item, value: JSON.parse(keptText(item.value)) as unknown });
  const isOver = ({ until }: Kept, now: Instant): boolean => until !== null && until <= now;
  const there = (name: string, now: Instant): Kept | null => {
    const item = items.get(name);
    return item === undefined || isOver(item, now) ? null : item;
  };
  return {
    async get(kind, key, now) {
      const item = there(nameOf(kind, key), now);
      return item === null ? null : copy(item);
    },
    async put(item, expected, now) {
      const name = nameOf(item.kind, item.key);
      if ((there(name, now)?.version ?? 0) !== expected) return false;
      items.set(name, copy({ ...item, version: expected + 1 }));
      return true;
    },
    async remove(kind, key) {
      items.delete(nameOf(kind, key));
    },
    async list(kind, prefix, now) {
      const found = [...items].filter(([, item]) => item.kind === kind && item.key.startsWith(prefix));
      for (const [name, item] of found) if (isOver(item, now)) items.delete(name);
      return found
        .filter(([, item]) => !isOver(item, now))
        .map(([, item]) => copy(item))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
  };
};
