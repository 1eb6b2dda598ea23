import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isSame, signal as send } from "../../os-process.ts";
import { ask, failed } from "./ask.ts";
import { anotherRuns, placesIn, signedIn } from "./state-folder.ts";

export type SplitterSettings = { readonly folder: string; readonly host: string; readonly port: number };

const entry = fileURLToPath(new URL("./process.ts", import.meta.url));
/** Room for short-lived objects (MB): with node's own 16 many outlive their request by a hair, and cost 5 % of it. */
const flags = ["--max-semi-space-size=32"];
/** ms until a splitter that was started must answer. */
const startWithin = 10_000;
/** ms between two looks at a process that starts or stops. */
const pause = 20;

/**
 * Have the splitter run, with its last routes. It outlives whoever started it. Nothing is done when it runs already,
 * and of two who start it at once, one finds the other's.
 *
 * @throws AppError `DRIVER_FAILED` with the end of its log when it does not come up in time
 */
export const startSplitter = async (settings: SplitterSettings, signal: AbortSignal): Promise<void> => {
  if ((await ask(settings.folder, "GET", "/state", undefined, signal)) !== null) return;
  const exitCode = await launch(settings);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(startWithin)]);
  while ((await ask(settings.folder, "GET", "/state", undefined, limit)) === null) {
    if (exitCode() !== null && exitCode() !== anotherRuns) throw await silent(settings);
    await sleep(pause, undefined, { signal: limit }).catch(() => {});
    if (limit.aborted) throw await silent(settings);
  }
};

/** Stop it gracefully: requests in flight are finished first. Nothing is done when it does not run. */
export const stopSplitter = async (folder: string, signal: AbortSignal): Promise<void> => {
  const running = await signedIn(folder);
  if (running === null || !(await send(running, "SIGTERM", "process"))) return;
  while (await isSame(running)) {
    signal.throwIfAborted();
    await sleep(pause);
  }
};

/** @returns its exit code so far; null while it runs */
const launch = async ({ folder, host, port }: SplitterSettings): Promise<() => number | null> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A file and not a pipe: a pipe ends with the conductor, and the next line written to it would end the splitter.
  await using log = await open(placesIn(folder).log, "a", 0o600);
  const { PATH, HOME, LANG } = process.env;
  const child = spawn(process.execPath, [...flags, entry, folder, host, String(port)], {
    detached: true,
    cwd: folder,
    env: { PATH, HOME, LANG },
    stdio: ["ignore", log.fd, log.fd],
  });
  await once(child, "spawn");
  child.unref();
  return () => child.exitCode;
};

const silent = async ({ folder, host, port }: SplitterSettings) => {
  const lines = (await readFile(placesIn(folder).log, "utf8")).trim().split("\n").slice(-5).join("\n");
  return failed(
    "starting",
    `it does not answer; the end of its log:\n${lines}`,
    `Is ${host}:${port} free? Then try again.`,
  );
};
