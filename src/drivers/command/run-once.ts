import type { ChildProcess } from "node:child_process";
import { rename, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { type Instant, type Millis, since } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { isSame, type OsProcess, signal as send } from "../os-process.ts";
import { type Launch, launch } from "./run-once-launch.ts";
import { type End, endOf, holderOf, outputOf, type Place, placeOf, writeEnd } from "./run-once-place.ts";

/** ms between two looks at a command that runs. */
const pause = 50;
/** ms between SIGTERM and SIGKILL for a command that took too long. */
const grace = 5_000;
/** Exit code of a command that took too long, as timeout(1) has it. */
const lateExit = 124;

export type RunOnceOptions = Launch & {
  /** Longer than this and its whole process group is ended. */
  readonly within: Millis;
  readonly now: () => Instant;
};

export type Outcome = { readonly exit: number; readonly output: string };

/**
 * Run a command once per key, whoever asks and however often: a migration must not run twice because the conductor was
 * killed in the middle. Whoever comes later waits for the one that runs, or gets the end that was kept; the command
 * that was first is the one that counts. Calling off ends the waiting and not the command.
 *
 * @param folder absolute, of this machine alone; each key has a folder below, with its `output`
 * @returns exit code (124 when it took too long, 127 when there is no such program, 128 + n when signal n ended it)
 *   and the last 64 kB of what it printed
 * @throws AppError `HOOK_CUT_OFF` when it was begun and nobody knows its end, such as after a power cut: a person must
 *   look, and may `forget` it; `DRIVER_FAILED` when it could not be begun, or the waiting was called off
 */
export const runOnce = async (
  folder: string,
  key: string,
  command: readonly string[],
  options: RunOnceOptions,
  signal: AbortSignal,
): Promise<Outcome> => {
  const place = placeOf(folder, key);
  let started: ChildProcess | null = null;
  for (;;) {
    if (signal.aborted) throw failed(key, "waiting for it was called off", "Ask again: it goes on meanwhile.");
    const isOver = started !== null && (started.exitCode !== null || started.signalCode !== null);
    const holder = await holderOf(place);
    // Asked before its end: one that is gone has written its end before.
    const isRunning = holder !== null && holder !== "torn" && (await isSame(holder));
    const end = await endOf(place);
    if (end === "torn" || holder === "torn") throw cutOff(key, place);
    if (end !== null) return await outcomeOf(place, end, isRunning ? holder : null);
    if (isRunning) await endIfLate(place, holder.since, options);
    else if (holder !== null) throw cutOff(key, place);
    else if (started === null) started = await begin(place, key, command, options);
    else if (isOver) throw failed(key, "it could not sign in", `Can ${place.path} be written?`);
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
};

/**
 * Let it run again: the decision of a person who looked at what it did.
 *
 * @throws AppError `DRIVER_FAILED` while it runs
 */
export const forget = async (folder: string, key: string): Promise<void> => {
  const place = placeOf(folder, key);
  const holder = await holderOf(place);
  if (holder !== null && holder !== "torn" && (await isSame(holder)))
    throw failed(key, `it still runs, as process ${holder.pid}`, "Wait until it ends, or end it.");
  const gone = `${place.path}.forgotten`; // in one step: half a place would look like one that was cut off
  await rm(gone, { recursive: true, force: true });
  await rename(place.path, gone).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  await rm(gone, { recursive: true, force: true });
};

const begin = async (
  place: Place,
  key: string,
  command: readonly string[],
  options: RunOnceOptions,
): Promise<ChildProcess> => {
  try {
    return await launch(place, key, command, options);
  } catch (error) {
    throw failed(key, (error as Error).message, `Can ${options.cwd} be read, and ${place.path} be written?`, error);
  }
};

/** The time-out is written down first: were we killed in between, the next one finds it and ends the command. */
const endIfLate = async (place: Place, begun: Instant, { within, now }: RunOnceOptions): Promise<void> => {
  if (since(begun, now()) > within) await writeEnd(place, { kind: "late", value: within });
};

const outcomeOf = async (place: Place, { kind, value }: End, running: OsProcess | null): Promise<Outcome> => {
  if (kind === "exit") return { exit: value, output: await outputOf(place) };
  if (running !== null) await endGroup(running);
  const output = await outputOf(place);
  return { exit: lateExit, output: `${output}\nended by Headgate: it took longer than ${value} ms\n` };
};

const endGroup = async (leader: OsProcess): Promise<void> => {
  await send(leader, "SIGTERM", "group");
  const over = AbortSignal.timeout(grace);
  while (await isSame(leader)) {
    if (over.aborted) await send(leader, "SIGKILL", "group");
    await sleep(pause);
  }
};

const cutOff = (key: string, { path }: Place): AppError => new AppError("HOOK_CUT_OFF", { hook: key, path });

const failed = (key: string, problem: string, fix: string, cause?: unknown): AppError =>
  new AppError("DRIVER_FAILED", { driver: "command", act: `running ${key}`, problem, fix }, { cause });
