import { AppError } from "../../src/errors.ts";
import { canonical } from "../../src/journal/canonical.ts";
import { seal, sha256 } from "../../src/journal/chain.ts";
import { gather } from "../../src/journal/gather.ts";
import type { Blobs, Entry, Feed, Journal, Lease, Leases, Vault } from "../../src/journal/port.ts";
import { simulatedVault } from "./simulated-vault.ts";

type Row = { holder: string | null; fence: number; until: number };

export type SimulatedStore = {
  readonly journal: Journal;
  readonly leases: Leases;
  readonly blobs: Blobs;
  readonly vault: Vault;
  readonly feed: Feed;
  /** Every stream, for whoever looks at it from outside. */
  readonly streams: ReadonlyMap<string, readonly Entry[]>;
} & AsyncDisposable;

/**
 * A store in memory that keeps the promises of the ports; it holds copies, so that nobody shares anything with it.
 * @param onAppend  hears what was appended, at the moment at which it was
 * @param ownClock  of a store that serves several machines and measures terms by itself; else callers say the time
 */
export const simulatedStore = (
  onAppend: (entries: readonly Entry[]) => void = () => undefined,
  ownClock?: () => number,
): SimulatedStore => {
  const streams = new Map<string, Entry[]>();
  const leases = new Map<string, Row>();
  const blobs = new Map<string, Uint8Array>();
  const fed: Entry[] = [];

  const journal: Journal = {
    read: async (stream, after = 0) => (streams.get(stream) ?? []).slice(after),
    async append(stream, expected, entries) {
      const before = streams.get(stream) ?? [];
      if (before.length !== expected)
        throw new AppError("JOURNAL_CONFLICT", { stream, expected, actual: before.length });
      let head = before.at(-1) ?? null;
      const sealed = entries.map((entry): Entry => {
        const copy = { ...entry, data: JSON.parse(canonical(entry.data ?? null)) as unknown };
        head = seal(stream, head, copy);
        return head;
      });
      if (sealed.length > 0) streams.set(stream, [...before, ...sealed]);
      fed.push(...sealed);
      onAppend(sealed);
      return sealed;
    },
    list: async (prefix) =>
      [...streams]
        .filter(([stream]) => stream.startsWith(prefix))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([stream, entries]) => {
          const { version, hash, at } = entries.at(-1)!;
          return { stream, version, hash, at };
        }),
    close: async () => undefined,
  };

  const leaseOf = (name: string, { holder, fence }: Row): Lease => ({ name, holder: holder ?? "", fence });
  return {
    journal,
    leases: {
      async take(name, holder, term, said) {
        const now = ownClock?.() ?? said;
        const row = leases.get(name) ?? { holder: null, fence: 0, until: 0 };
        if (row.holder !== holder && row.until > now) return null;
        if (row.holder !== holder) row.fence += 1;
        Object.assign(row, { holder, until: now + term });
        leases.set(name, row);
        return leaseOf(name, row);
      },
      async renew(holder, term, said) {
        const now = ownClock?.() ?? said;
        const own = [...leases].filter(([, row]) => row.holder === holder);
        for (const [, row] of own) row.until = now + term;
        return own.map(([name, row]) => leaseOf(name, row));
      },
      async list(said) {
        const now = ownClock?.() ?? said;
        const held = [...leases].filter(([, { holder, until }]) => holder !== null && until > now);
        return held.map(([name, row]) => leaseOf(name, row));
      },
      async release(name, holder) {
        const row = leases.get(name);
        if (row?.holder === holder) Object.assign(row, { holder: null, until: 0 });
      },
    },
    blobs: {
      async put(given) {
        const bytes = await gather(given);
        const digest = sha256(bytes);
        blobs.set(digest, Uint8Array.from(bytes));
        return digest;
      },
      async get(digest) {
        const found = blobs.get(digest);
        if (found === undefined) throw new AppError("BLOB_MISSING", { digest });
        return found;
      },
    },
    vault: simulatedVault(),
    feed: feedOf(fed),
    streams,
    [Symbol.asyncDispose]: async () => undefined,
  };
};

const feedOf = (fed: readonly Entry[]): Feed => ({
  end: async () => String(fed.length),
  async after(position, limit) {
    const from = Number(position);
    const isThere = String(from) === position && Number.isInteger(from) && from >= 0 && from <= fed.length;
    if (!isThere) throw new AppError("FEED_POSITION_UNKNOWN", {});
    return fed.slice(from, from + limit).map((entry, i) => {
      const { stream, version } = entry;
      return { position: String(from + i + 1), stream, version, entry };
    });
  },
});
