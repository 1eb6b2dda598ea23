import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Millis } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { onPostgres } from "../postgres/connect.ts";
import { lastWords, programPath, runProgram } from "./run-program.ts";

export type ScratchServer = AsyncDisposable & { readonly url: string };

/**
 * The server to restore on. `$NAME` is one that runs; null starts one of this machine for as long as the drill takes, in
 * a folder of its own that only its owner may enter, reached by a socket alone.
 */
export const scratchServer = async (written: string | null, signal: AbortSignal): Promise<ScratchServer> =>
  written === null ? await startServer(signal) : { url: written, [Symbol.asyncDispose]: async () => undefined };

type User = { readonly uid: number; readonly gid: number } | null;

/** PostgreSQL refuses to run as root; then it runs as the user that its package made. */
const serverUser = (): User => {
  if (process.getuid?.() !== 0) return null;
  try {
    const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { stdio: "pipe" }).toString());
    return { uid: id("-u"), gid: id("-g") };
  } catch (cause) {
    const problem = "a server of its own cannot run as root, and there is no user postgres";
    const fix = "Run headgate as another user, or name a server: scratch: $NAME.";
    throw new AppError("PROBE_FAILED", { probe: "backups", problem, fix }, { cause });
  }
};

const startServer = async (signal: AbortSignal): Promise<ScratchServer> => {
  const [user, initdb, postgres] = [serverUser(), programPath("initdb"), programPath("postgres")];
  const folder = await mkdtemp(join(tmpdir(), "hg-drill-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    if (user !== null) await chown(folder, user.uid, user.gid);
    const data = join(folder, "data");
    const as = user === null ? [] : ["--reuid", String(user.uid), "--regid", String(user.gid), "--clear-groups"];
    const init = [initdb, "-D", data, "-U", "headgate", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
    const [program = "", ...args] = user === null ? init : ["setpriv", ...as, ...init];
    const { exit, errors } = await runProgram(program, args, {}, signal);
    if (exit !== 0) throw failed(lastWords(errors));
    const settings = {
      listen_addresses: "",
      unix_socket_directories: folder,
      fsync: "off",
      port: "5432",
      max_connections: "20",
    };
    const options = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
    // A dump that is restored there runs with every right: it finds no secret of ours, and no PGPORT of ours moves its socket.
    const env = { PATH: process.env.PATH ?? "" };
    const server = spawn(postgres, ["-D", data, ...options], { cwd: "/", stdio: "ignore", env, ...user });
    const gone = once(server, "exit");
    gone.catch(() => undefined); // told by `answers`, which never gets one
    const url = `postgresql://headgate@localhost:5432/postgres?host=${encodeURIComponent(folder)}`;
    const stop = async () => {
      if (server.exitCode === null && server.signalCode === null && server.kill("SIGQUIT")) await gone;
      await remove();
    };
    try {
      await answers(url, () => server.exitCode === null && server.pid !== undefined, signal);
    } catch (error) {
      await stop();
      throw error;
    }
    return { url, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await remove();
    throw error;
  }
};

const failed = (problem: string): AppError =>
  new AppError("PROBE_FAILED", {
    probe: "a server for the restore drill",
    problem,
    fix: "Start PostgreSQL here by hand to see why, or name a server: scratch: $NAME.",
  });

const patience = 30_000;

const answers = async (url: string, runs: () => boolean, signal: AbortSignal): Promise<void> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  for (;;) {
    if (!runs()) throw failed("it ended at once");
    try {
      return await onPostgres({ url, within: 5_000 as Millis, readOnly: true }, limit, async (query) => {
        await query("SELECT 1");
      });
    } catch (error) {
      signal.throwIfAborted();
      if (limit.aborted) throw failed(`it did not answer within ${patience / 1_000} s`);
      if (!(error instanceof AppError)) throw error;
      await pause(50);
    }
  }
};
