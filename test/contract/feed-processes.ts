import { expect } from "vitest";
import type { Store } from "../../src/journal/port.ts";
import { runWriter } from "../support/start-writer.ts";
import { expectWhole, follow } from "./feed.ts";

/** @param place  of the store, which is empty; see `startWriter` */
export const expectFedByProcesses = async ({ feed, journal }: Store, place: string): Promise<void> => {
  const start = await feed.end();
  const writer = { place, appends: 40, bytes: 100 };
  const writing = Promise.all([
    runWriter({ ...writer, stream: "shared" }),
    runWriter({ ...writer, stream: "shared" }),
    runWriter({ ...writer, stream: "own" }),
    runWriter({ ...writer, stream: "killed", appends: 1e9 }, 25),
  ]);
  // 40 appends have 120 entries; the killed one has acknowledged 25 appends, of 75 entries, before it dies.
  const live = await follow(feed, start, 3 * 120 + 75, 7);
  const outcomes = await writing;
  const count = (await journal.list("")).reduce((sum, { version }) => sum + version, 0);
  const whole = await follow(feed, start, count, 100);

  expect(outcomes.map(({ error }) => error)).toEqual([null, null, null, null]);
  await expectWhole(whole, journal);
  expect(live).toEqual(whole.slice(0, live.length));
};
