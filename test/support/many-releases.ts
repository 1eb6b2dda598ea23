import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { toEntry } from "../../src/conductor/entries.ts";
import type { Process } from "../../src/domain/process/process.ts";
import { instant } from "../../src/domain/units.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { sqliteJournal } from "../../src/journal/sqlite-journal.ts";
import { openRelease } from "./release.ts";
import { smallProcess } from "./small-process.ts";

const ada = { kind: "human", id: "ada" } as const;

const leastConfig = { service: "shop", environments: { staging: {}, production: {} }, strategy: {}, guardrails: {} };

/**
 * Releases `shop-1.0.0`, `shop-1.0.1` … that were opened, and but for the last `open` of them cancelled, with everything
 * that they pin.
 */
export const manyReleases = async (
  state: string,
  count: number,
  {
    open = 0,
    process = smallProcess(),
    config = leastConfig as unknown,
  }: { open?: number; process?: Process; config?: unknown } = {},
): Promise<void> => {
  await using store = openSqliteJournal(state);
  const put = (value: unknown) => store.blobs.put(new TextEncoder().encode(JSON.stringify(value)));
  const pinned = { process: await put(process), config: await put(config) };
  // As many fsyncs as releases would take minutes; what is written is the same.
  using db = new DatabaseSync(join(state, "journal.db"));
  db.exec("PRAGMA synchronous = OFF");
  const journal = sqliteJournal(db);
  for (let i = 0; i < count; i++) {
    const at = instant(Date.UTC(2026, 0, 1) + i * 60_000);
    const opened = openRelease({ at, release: `shop-1.0.${i}`, ...pinned, build: { version: `1.0.${i}` } });
    const ended = { type: "ReleaseEnded", how: "cancelled", at, by: "ada", reason: "enough" } as const;
    await journal.append(`release/shop-1.0.${i}`, 0, [opened, ...(i < count - open ? [ended] : [])].map(toEntry(ada)));
  }
};
