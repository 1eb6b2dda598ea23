/**
 * A release of the npm package http-server from one published version to the next, under steady load, by the real
 * command line. Exits with 0 exactly if every fact at its end holds: `node run.ts [--report FILE]`.
 */
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Fact, factsOf } from "./facts.ts";
import { type Counts, startLoad } from "./load.ts";
import { after, before, release, type Scene, setScene } from "./scene.ts";
import { bringUp, playRelease, statusOf } from "./story.ts";
import { type Terminal, terminal } from "./terminal.ts";

/** Requests per second on production. */
const rate = 100;
/** ms that all of it may take; 80 to 90 s were measured on 2 busy cores. */
const longest = 300_000;

const print = (line: string): void => console.log(line);

const main = async (signal: AbortSignal): Promise<number> => {
  const began = performance.now();
  print(`http-server ${before} → ${after}, installed by npm, ${rate} requests/s on production.`);
  print("PRACTICE: bake times and waiting periods are shortened, and its people sign by script; the journal says so.");
  const scene = await setScene(signal);
  print(`Folder ${scene.home}`);
  try {
    await using at = terminal(scene.home, print, signal);
    const { facts, load } = await perform({ scene, at, print, signal });
    print("");
    for (const { holds, says } of facts) print(`${holds ? "ok " : "NOT"}  ${says}`);
    const elapsedMs = Math.round(performance.now() - began);
    await report({ home: scene.home, release, facts, load, elapsedMs });
    return facts.every(({ holds }) => holds) ? 0 : 1;
  } finally {
    await takeDown(scene);
  }
};

type Stage = Parameters<typeof playRelease>[0];

const perform = async (stage: Stage): Promise<{ readonly facts: readonly Fact[]; readonly load: Counts }> => {
  const { scene, at } = stage;
  await bringUp(stage);
  await using readers = startLoad({ url: scene.url, ratePerSecond: rate, maxMs: longest });
  await playRelease(stage);
  const load = await readers.stop();
  const verified = { journal: await verify(at, ""), record: await verify(at, await recordOf(at)) };
  return { facts: factsOf({ status: await statusOf(at), load, verified }), load };
};

const verify = async (at: Terminal, folder: string): Promise<number | null> =>
  (await at.headgate(`verify ${folder}`.trim(), { exits: [0, 3] })).exit;

/** Where the record was sealed to, as the history says. */
const recordOf = async (at: Terminal): Promise<string> => {
  const { entries } = JSON.parse((await at.quietly(`history ${release} --json`)).out) as {
    readonly entries: readonly { readonly type: string; readonly data: { readonly folder?: string } }[];
  };
  return entries.find(({ type }) => type === "RecordSealed")?.data.folder ?? "no-record";
};

const report = async (facts: object): Promise<void> => {
  const file = process.argv[process.argv.indexOf("--report") + 1];
  if (process.argv.includes("--report") && file !== undefined)
    await writeFile(resolve(file), `${JSON.stringify(facts, null, 2)}\n`);
};

/** Leaves no process behind, whatever happened; the folder stays, for it holds the record. */
const takeDown = async ({ home }: Scene): Promise<void> => {
  await using at = terminal(home, print, AbortSignal.timeout(120_000));
  const { out } = await at.quietly(`status ${release} --json`);
  if (out.includes('"phase": "open"')) {
    // Stopped in the middle: what was live goes back, so that nothing holds the environments.
    await at.quietly(`cancel ${release} --reason "the example was stopped" --as ada`);
    await at.quietly(`run ${release}`);
  }
  for (const environment of ["production", "staging"])
    await at.headgate(`down ${environment} --reason "the example is over" --as ada`);
};

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopped.abort());

process.exitCode = await main(AbortSignal.any([stopped.signal, AbortSignal.timeout(longest)])).catch((error: Error) => {
  console.error(`\n${error.message}`);
  return 1;
});
