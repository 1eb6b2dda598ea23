import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { compose } from "../../src/compose.ts";
import { toEntry } from "../../src/conductor/entries.ts";
import { instant } from "../../src/domain/units.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { sqliteJournal } from "../../src/journal/sqlite-journal.ts";
import { folder } from "../support/folder.ts";
import { openRelease } from "../support/release.ts";
import { smallProcess } from "../support/small-process.ts";

const many = 10_000;
const ada = { kind: "human", id: "ada" } as const;

/** Releases that were opened and cancelled, with everything that they pin. */
const fill = async (state: string): Promise<void> => {
  await using store = openSqliteJournal(state);
  const put = (value: unknown) => store.blobs.put(new TextEncoder().encode(JSON.stringify(value)));
  const process = await put(smallProcess());
  const config = await put({
    service: "shop",
    environments: { staging: {}, production: {} },
    strategy: {},
    guardrails: {},
  });
  // As many fsyncs as releases would take most of this test; what is written is the same.
  using db = new DatabaseSync(join(state, "journal.db"));
  db.exec("PRAGMA synchronous = OFF");
  const journal = sqliteJournal(db);
  const at = instant(Date.UTC(2026, 0, 1));
  for (let i = 0; i < many; i++) {
    const opened = openRelease({ at, release: `shop-1.0.${i}`, process, config, build: { version: `1.0.${i}` } });
    const ended = { type: "ReleaseEnded", how: "cancelled", at, by: "ada", reason: "enough" } as const;
    await journal.append(`release/shop-1.0.${i}`, 0, [opened, ended].map(toEntry(ada)));
  }
};

const took = async (act: () => Promise<unknown>): Promise<number> => {
  const before = performance.now();
  await act();
  return performance.now() - before;
};

test("T34: ten thousand releases are listed in under 200 ms, and none of them is kept in memory", async () => {
  await using home = await folder();
  const state = join(home.path, ".headgate");
  await fill(state);
  await using first = await compose({ home: home.path, state });
  expect(await first.list()).toHaveLength(many);

  await using engine = await compose({ home: home.path, state });
  const before = process.memoryUsage().heapUsed;
  const times = [];
  for (let i = 0; i < 5; i++) times.push(await took(() => engine.list()));

  expect((await engine.list()).every(({ phase, over }) => phase === "cancelled" && over)).toBe(true);
  expect(Math.min(...times)).toBeLessThan(200);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 2 ** 20);
}, 120_000);
