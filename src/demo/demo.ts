import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Io } from "../cli/io.ts";
import { loadProject } from "../cli/project.ts";
import type { Engine } from "../conductor/engine.ts";
import { toEvent } from "../conductor/entries.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Release } from "../domain/release/release.ts";
import { startChild } from "./child.ts";
import { figuresOf, notAsTold } from "./figures.ts";
import { type Load, startLoad } from "./load.ts";
import { openBrowser } from "./open-browser.ts";
import { type OpenedPages, openPages } from "./open-pages.ts";
import { play, type Stagehands } from "./play.ts";
import { buildFolder, type Scene, setScene } from "./scene.ts";
import { summary } from "./summary.ts";

/** Requests per second of steady load on production: enough that 5 % of it say something within a minute. */
const rate = 200;

type Options = { readonly exit: boolean; readonly report: string | null };

const optionsOf = (argv: readonly string[], cwd: string): Options => {
  const file = argv[argv.indexOf("--report") + 1];
  return {
    exit: argv.includes("--exit"),
    report: argv.includes("--report") && file !== undefined ? resolve(cwd, file) : null,
  };
};

/**
 * The main job on one machine, with real processes and real traffic: a good build reaches closure, a faulty one is
 * rolled back by itself. Resolves to 0 exactly if all went as told.
 */
export const demo = async (argv: readonly string[], io: Io): Promise<number> => {
  const began = performance.now();
  const options = optionsOf(argv, io.cwd);
  const print = (line: string) => io.out(`${line}\n`);
  const scene = await setScene();
  process.env.SHOP_PAYMENTS_KEY = "demo";
  await using _payments = await startChild([join(import.meta.dirname, "shop", "payments-stub.mjs")], scene.home, {
    PORT: String(scene.ports.payments),
    PAYMENTS_KEY: "demo",
  });
  await using engine = await io.openEngine(scene.home);
  await using pages = await openPages(io, scene.home);
  const hands: Stagehands = { engine, scene, print, signal: io.signal };
  let load: Load | null = null;
  try {
    introduce(scene, pages, print);
    if (io.terminal && !options.exit) openBrowser(pages.url);
    await adoptFirst(hands);
    load = startLoad({ url: `http://127.0.0.1:${scene.ports.production}`, ratePerSecond: rate, seed: 7 });
    print(`\n── shop 1.1.0: a good build\n`);
    const good = await play(hands, "1.1.0");
    print(`\n── shop 1.2.0: a build with a fault that shows only under load\n`);
    const bad = await play(hands, "1.2.0");
    const seen = await load.stop();
    const { runs } = await engine.readEnvironment("shop", "production");
    const figures = figuresOf({
      good,
      bad,
      exposedAt: await exposedAt(engine, bad),
      load: seen,
      inProduction: runs?.version ?? "nothing",
      journalVerified: (await io.verify({ kind: "journal", folder: join(scene.home, ".headgate") })).ok,
      recordVerified: good.sealed !== null && (await io.verify({ kind: "record", folder: good.sealed.folder })).ok,
      elapsedMs: performance.now() - began,
    });
    const problems = notAsTold(figures, "1.1.0");
    io.out(summary(figures, problems));
    if (options.report !== null)
      writeFileSync(options.report, `${JSON.stringify({ ...figures, problems }, null, 2)}\n`);
    if (!options.exit) await linger(scene, pages, io);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await load?.stop();
    await takeDown(engine, scene);
  }
};

const introduce = ({ home, ports }: Scene, pages: OpenedPages, print: (line: string) => void): void =>
  [
    "A small shop, two releases, on this machine. Everything is real: processes, traffic, verdicts, the journal.",
    "PRACTICE: waiting periods are shortened (validation 15 s instead of 7 days, rollback window 10 s instead of 48 h),",
    "and the shop's people sign by script; the journal says so.",
    `Folder ${home}    Shop http://127.0.0.1:${ports.production}    Load ${rate} requests/s`,
    `WATCH IT IN A BROWSER: ${pages.url}   sign in as ada (or bo, cy, di, ed, fay, gil), password: ${pages.password}`,
  ].forEach(print);

const adoptFirst = async ({ engine, scene, print, signal }: Stagehands): Promise<void> => {
  const { config } = await loadProject(scene.home);
  for (const environment of ["staging", "production"])
    await engine.adopt(
      {
        config,
        environment,
        path: buildFolder(scene, "1.0.0"),
        version: "1.0.0",
        by: { kind: "human", id: "ada" },
        reason: "It has served us well.",
      },
      signal,
    );
  print(`\nAda Reyes adopts 1.0.0 as what runs now: 2 instances in staging, 4 in production.`);
};

const exposedAt = async (engine: Engine, { id }: Release): Promise<number | null> => {
  const events = (await engine.history(id)).map((entry) => toEvent<ReleaseEvent>(entry));
  const first = events.find((event) => event.type === "WeightConfirmed" && event.rollout.includes("/production-"));
  return first?.at ?? null;
};

const linger = async ({ home, ports }: Scene, { url }: OpenedPages, io: Io): Promise<void> => {
  io.out(
    `\nThe shop keeps running: http://127.0.0.1:${ports.production}\nLook around:  ${url}, or headgate -C ${home} status\nCtrl-C stops it.\n`,
  );
  if (!io.signal.aborted) await new Promise((done) => io.signal.addEventListener("abort", done, { once: true }));
};

/** Leaves no process behind, whatever happened; the folder stays, for it holds the records. */
const takeDown = async (engine: Engine, scene: Scene): Promise<void> => {
  const { config } = await loadProject(scene.home);
  const by = { kind: "human", id: "ada" } as const;
  const reason = "the demo is over";
  for (const environment of ["staging", "production"]) {
    const { heldBy } = await engine.readEnvironment(config.service, environment);
    if (heldBy !== null) await cancel(engine, heldBy.release, reason);
    await engine.takeDown({ config, environment, by, reason }, AbortSignal.timeout(30_000));
  }
};

/** Stopped in the middle: the release is cancelled, which brings whatever was live back to the known-good build. */
const cancel = async (engine: Engine, id: string, reason: string): Promise<void> => {
  await engine.command(id, { kind: "human", id: "ada" }, { type: "Cancel", reason });
  await engine.conduct(id, { signal: AbortSignal.timeout(60_000), whenIdle: "return", onEntries: () => undefined });
};
