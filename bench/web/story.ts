import { toEntry } from "../../src/conductor/entries.ts";
import type { Process } from "../../src/domain/process/process.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { WindowCounts } from "../../src/domain/rollout/window.ts";
import { type Instant, instant, millis, plus } from "../../src/domain/units.ts";
import type { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { openRelease } from "../../test/support/release.ts";
import { climb, rolloutId } from "../../test/support/rollout.ts";

type Store = ReturnType<typeof openSqliteJournal>;

export const release = "shop-1.1.0";
/** Windows of 20 s that were judged before anybody looks: four hours, as many as fit on a chart. */
const windows = 720;

export type Story = {
  /** Appends the next window with its verdict, as a conductor does. */
  verdict(): Promise<void>;
  /** Appends what somebody noted. */
  note(text: string): Promise<void>;
};

/** `shop-1.1.0` with a canary on its second step for four hours, which goes on to be told. */
export const tellStory = async ({ journal, blobs }: Store, rules: Process, config: unknown): Promise<Story> => {
  const put = (value: unknown) => blobs.put(new TextEncoder().encode(JSON.stringify(value)));
  const pinned = { process: await put(rules), config: await put(config) };
  const begin = instant(Date.now() - 20_000 * (windows + 60));
  const climbed = climb({ at: begin }).slice(0, 8);
  const from = climbed.at(-1)!.at;
  const past = Array.from({ length: windows }, (_, i) => judged(plus(from, millis(20_000 * (i + 1))), i));
  const stream = `release/${release}`;
  let [version, lines] = [0, 1_000];
  const append = async (events: readonly ReleaseEvent[]): Promise<void> => {
    version += (await journal.read(stream, version)).length;
    await journal.append(stream, version, events.map(toEntry({ kind: "human", id: "ada" })));
    version += events.length;
  };
  await append([openRelease({ ...pinned, at: instant(begin - 3_600_000) }), ...climbed, ...past]);
  return {
    verdict: () => append([judged(instant(Date.now()), version)]),
    note: (text) =>
      append([{ type: "NoteTaken", at: instant(Date.now()), line: ++lines, kind: "note", text, about: "", by: "ada" }]),
  };
};

/** Evidence that both sides are the same grows with each window; errors come by a fixed pattern. */
const judged = (at: Instant, n: number): ReleaseEvent => ({
  type: "VerdictRecorded",
  rollout: rolloutId(),
  at,
  step: 1,
  window: {
    from: instant(at - 20_000),
    to: at,
    candidate: counts(500 + ((n * 37) % 90), n % 4),
    baseline: counts(1_500 + ((n * 53) % 210), n % 7),
  },
  verdict: {
    outcome: "inconclusive",
    reason: `Not enough evidence yet: ${n % 4} of ${500 + n} requests failed on 1.1.0 (limit 1 %).`,
    figures: {
      ...{ requests: 500 * n, harm: Math.sin(n / 30) - 0.5, harmNeeded: 4.6, errorsGood: n / 300, slowGood: n / 250 },
      ...{ goodNeeded: 3, oddsLow: 0.6, oddsHigh: 1.7 },
    },
  },
  candidateReady: 1,
});

const counts = (requests: number, errors: number): WindowCounts => ({
  requests,
  errors,
  // From 3 to 70 ms, most of them about 15.
  latency: Array.from({ length: 60 }, (_, i) => [
    172 + 3 * i,
    Math.max(1, Math.round((requests / 20) * Math.exp(-(((i - 26) / 10) ** 2)))),
  ]),
});
