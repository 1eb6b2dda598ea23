import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toEntry } from "../../src/conductor/entries.ts";
import { releaseStream } from "../../src/conductor/load.ts";
import { loadConfig } from "../../src/config/load.ts";
import { shopYaml } from "../../src/demo/shop-yaml.ts";
import type { Process } from "../../src/domain/process/process.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { millis, plus } from "../../src/domain/units.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { defaultProcess } from "../../test/support/default-process.ts";
import { rolloutId } from "../../test/support/rollout.ts";
import { wholeRelease } from "../../test/support/whole-release.ts";

/** The id of the release that `realJournal` writes. */
export const release = "shop-1.1.0";

/**
 * A folder with the demo's `headgate.yaml` and the journal of one release under the default process: replaced, drilled,
 * rolled back, waived, promoted, and watched for so many windows of counts. Two days at a window a minute are 2,880.
 *
 * @returns how many entries it has
 */
export const realJournal = async (
  home: string,
  windows: number,
  process: Process = defaultProcess,
): Promise<number> => {
  await mkdir(home, { recursive: true });
  const text = shopYaml({ home, ports: { staging: 8_081, production: 8_080, payments: 8_082 }, checks: "checks" });
  await writeFile(join(home, "headgate.yaml"), text);
  const config = loadConfig("headgate.yaml", text, process);
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  await using store = openSqliteJournal(join(home, ".headgate"));
  const put = (value: unknown) => store.blobs.put(new TextEncoder().encode(JSON.stringify(value)));
  const pinned = { process: await put(process), config: await put(config.value) };
  const events = [...wholeRelease(), ...watched(windows)].map((event) =>
    event.type === "ReleaseOpened" ? { ...event, ...pinned } : event,
  );
  const entries = events.map(toEntry({ kind: "system", id: "headgate" }));
  await store.journal.append(releaseStream(release), 0, entries);
  return entries.length;
};

/** Counts of one side as a service with a few hundred requests a window has them: latencies in some thirty buckets. */
const counts = (n: number) => ({
  requests: 600,
  errors: n % 3,
  latency: Array.from({ length: 30 }, (_, i) => [100 + 3 * i + (n % 3), 20] as const),
});

const silence = { requests: 0, errors: 0, latency: [] };

/** As many figures as a verdict has. */
const figures = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`figure${i}`, i / 7]));

const watched = (windows: number): readonly ReleaseEvent[] => {
  const begin = wholeRelease().at(-1)!.at;
  return Array.from({ length: windows }, (_, n) => {
    const [from, to] = [plus(begin, millis(60_000 * n)), plus(begin, millis(60_000 * (n + 1)))];
    return {
      type: "VerdictRecorded",
      rollout: rolloutId({ attempt: 2 }),
      at: to,
      step: 3,
      // Both sides serve during the canary, the candidate alone afterwards; by default that is half of the windows each.
      window: { from, to, candidate: counts(n), baseline: n % 2 === 0 ? counts(n + 1) : silence },
      verdict: {
        outcome: "pass",
        reason: "Good: 2 of 600 requests failed, at most 1 % may; 0 of 600 took longer than 500 ms, at most 5 % may.",
        figures,
      },
      candidateReady: 4,
    };
  });
};
