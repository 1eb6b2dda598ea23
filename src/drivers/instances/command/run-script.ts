import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../../errors.ts";
import { hide } from "../hide.ts";

/** Bytes that a script may print: the list of a thousand instances has 200 kB. */
const longest = 1024 * 1024;
/** Lines and bytes of what it complained about that are told at most. */
const keptLines = 5;
const keptBytes = 4_000;
/** ms for the last of its output to come in; a child of the script may keep the pipe open for ever. */
const drainWithin = 250;

export type Script = {
  /** In words, for errors: `observe`. */
  readonly act: string;
  readonly command: readonly string[];
  /** Folder of `headgate.yaml`. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Values that are never told. */
  readonly secrets: readonly string[];
};

/**
 * Run one of the user's scripts without a shell, in a process group of its own, which ends with the signal.
 *
 * @returns what it printed
 * @throws AppError `DRIVER_FAILED` with the last lines of its standard error, when it exits with anything but 0
 */
export const runScript = async (script: Script, signal: AbortSignal): Promise<string> => {
  if (signal.aborted) throw failed(script, "it was called off");
  const [file = "", ...args] = script.command;
  const { PATH = "", HOME = "", LANG = "C.UTF-8" } = process.env;
  const env = { PATH, HOME, LANG, ...script.env };
  const child = spawn(file, args, { cwd: script.cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const stop = (): void => killGroup(child);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const [output, errors] = [
      gather(child.stdout, longest, stop),
      gather(child.stderr, Number.POSITIVE_INFINITY, stop),
    ];
    const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
    const closed = once(child, "close").catch(() => {}); // its error is told by `ended`
    const [code, killedBy] = await ended;
    await Promise.race([closed, sleep(drainWithin)]);
    if (signal.aborted) throw failed(script, "it was called off", errors.text());
    if (output.isTooLong()) throw failed(script, `it printed more than ${longest} bytes`);
    if (code !== 0)
      throw failed(script, killedBy === null ? `it exited with ${code}` : `${killedBy} ended it`, errors.text());
    return output.text();
  } catch (error) {
    throw error instanceof AppError ? error : failed(script, (error as Error).message, "", error);
  } finally {
    signal.removeEventListener("abort", stop);
    child.stdout.destroy();
    child.stderr.destroy();
  }
};

const killGroup = ({ pid, exitCode, signalCode }: ChildProcess): void => {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
};

/** The first `limit` bytes of a stream; or, without a limit, its last ones. */
const gather = (stream: NodeJS.ReadableStream, limit: number, stop: () => void) => {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) stop();
    while (limit === Number.POSITIVE_INFINITY && size - chunks[0]!.length > longest) size -= chunks.shift()!.length;
  });
  return { text: () => Buffer.concat(chunks).toString(), isTooLong: () => size > limit };
};

const failed = (script: Script, problem: string, errors = "", cause?: unknown): AppError => {
  // Hidden before anything is cut: half of a secret would not be found.
  const last = hide(errors, script.secrets).trimEnd().slice(-keptBytes).split("\n").slice(-keptLines);
  const said = errors === "" ? "" : `; it said:${last.map((line) => `\n    ${line}`).join("")}`;
  const fix = `Run it by hand in ${script.cwd}: ${script.command.join(" ")}`;
  const detail = { driver: "command", act: script.act, problem: `${hide(problem, script.secrets)}${said}`, fix };
  return new AppError("DRIVER_FAILED", detail, { cause });
};
