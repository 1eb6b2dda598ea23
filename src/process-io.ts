import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Io } from "./cli/io.ts";
import { instant } from "./domain/units.ts";

/** Ctrl-C and SIGTERM end what runs, in order; a second one ends the process at once. */
const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => (stopped.signal.aborted ? process.exit(130) : stopped.abort()));

/** Whoever read along has gone, as `| head` does: nobody is left to write for, so what runs ends in order. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  stopped.abort();
});

const git = async (args: readonly string[], folder: string): Promise<string | null> => {
  const { execFile } = await import("node:child_process");
  return new Promise((resolve) => {
    execFile("git", [...args], { cwd: folder }, (error, output) => resolve(error === null ? output : null));
  });
};

const ask = async (question: string): Promise<string> => {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question, { signal: stopped.signal });
  } catch {
    return "";
  } finally {
    lines.close();
  }
};

/** What is typed is written nowhere, as passwords want it. */
const askHidden = async (question: string): Promise<string> => {
  const [{ createInterface }, { Writable }] = await Promise.all([
    import("node:readline/promises"),
    import("node:stream"),
  ]);
  const nowhere = new Writable({ write: (_piece, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question);
  try {
    return await lines.question("", { signal: stopped.signal });
  } catch {
    return "";
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
};

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const databaseOf = async (home: string) => (await import("./cli/database.ts")).databaseOf(home, process.env);

const openEngine = async (home: string, database: string | undefined) =>
  (await import("./compose.ts")).compose({ home, state: join(home, ".headgate"), database });

/** The outside of this very process, as the command line sees it. */
export const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  color: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  terminal: process.stdout.isTTY === true && process.stdin.isTTY === true,
  columns: process.stdout.columns ?? 100,
  cwd: process.cwd(),
  env: process.env,
  signal: stopped.signal,
  now: () => instant(Date.now()),
  version,
  ask,
  askHidden,
  git,
  // Loaded when needed: help and plain checks start without the journal and the drivers.
  openEngine: async (home) => openEngine(home, await databaseOf(home)),
  openRemote: async (settings) => (await import("./compose-remote.ts")).composeRemote(settings, io),
  verify: async (target) => {
    const database = target.kind === "journal" ? await databaseOf(dirname(target.folder)) : undefined;
    return (await import("./verify-target.ts")).verifyTarget(target, database);
  },
  moveJournal: async (home) =>
    (await import("./journal/move.ts")).moveFolder(join(home, ".headgate"), await databaseOf(home), io.now),
  openServer: async (home, options) =>
    (await import("./compose-server.ts")).openServer(home, options, {
      ...{ env: process.env, version, database: await databaseOf(home) },
    }),
  openAccess: async (home) =>
    (await import("./compose-access.ts")).openAccess(home, process.env, await databaseOf(home)),
  // A demo has no business in a journal that others share.
  demo: async (argv) =>
    (await import("./demo/demo.ts")).demo(argv, {
      ...io,
      openEngine: (home) => openEngine(home, undefined),
      verify: async (target) => (await import("./verify-target.ts")).verifyTarget(target, undefined),
    }),
};
