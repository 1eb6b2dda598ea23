import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Digest } from "../../../domain/units.ts";
import { wholeLines } from "../whole-lines.ts";
import { envFile } from "./env-file.ts";
import { quote } from "./quote.ts";
import type { Asked } from "./run.ts";
import type { Sessions } from "./sessions.ts";
import type { SshHost, SshSettings } from "./settings.ts";
import { folderOf, parseSlots, type Slot } from "./slot.ts";

/** ms for what takes no time. */
const soon = 10_000;
/** ms for what may have to wait for the host's lock. */
const locked = 25_000;
/** ms to read all of a large build on a slow disk. */
const reading = 120_000;
/** ms to send a large build over a slow line; a cut host is known much sooner, as it gives no sign of life. */
const sending = 900_000;

/** What can be asked of one host. All of it may be repeated; all of it ends by itself. */
export type OnHost = {
  look(host: SshHost, signal: AbortSignal): Promise<readonly Slot[]>;
  /** Whether the build lies there, by the digest of its files. */
  verify(host: SshHost, build: Digest, signal: AbortSignal): Promise<string>;
  upload(host: SshHost, build: Digest, folder: string, signal: AbortSignal): Promise<void>;
  /** @returns false when somebody else got hold of the slot first */
  start(slot: Slot, build: Digest, env: Readonly<Record<string, string>>, signal: AbortSignal): Promise<boolean>;
  /** Stops what runs this build on these ports, and waits until it has ended. */
  stop(host: SshHost, build: Digest, ports: readonly number[], signal: AbortSignal): Promise<void>;
  /** The last lines that it printed, whole ones. */
  log(slot: Slot, lines: number, bytes: number, signal: AbortSignal): Promise<string>;
};

export const onHost = (settings: SshSettings, sessions: Sessions): OnHost => {
  const { folder, unit, ports, command, stopWithin } = settings;
  const script = scriptFor(unit === null ? "plain" : "unit");
  const fixed = [folder, `${settings.service}/${settings.environment}`, unit ?? ""];
  const ask = (
    host: SshHost,
    act: string,
    words: readonly (string | number)[],
    signal: AbortSignal,
    given: Partial<Asked> = {},
  ) => {
    const all = ["sh", "-c", script, "headgate", act, ...fixed, ...words];
    return sessions(
      host,
      { input: "", within: soon, ...given, command: all.map((one) => quote(String(one))).join(" ") },
      signal,
    );
  };

  return {
    look: async (host, signal) => parseSlots(host, await ask(host, "look", ports, signal)),
    verify: async (host, build, signal) =>
      (await ask(host, "verify", [folderOf(build)], signal, { within: reading })).trim(),
    async upload(host, build, from, signal) {
      await ask(host, "upload", [folderOf(build)], signal, { input: () => packed(from), within: sending });
    },
    async start({ host, port }, build, env, signal) {
      const words = [port, folderOf(build), ...(command ?? [])];
      const said = await ask(host, "start", words, signal, { input: envFile(env), within: locked });
      return said.trim() === "started";
    },
    async stop(host, build, which, signal) {
      const words = [folderOf(build), Math.ceil(stopWithin / 10), which.join(" ")];
      await ask(host, "stop", words, signal, { within: stopWithin + 2 * locked });
    },
    async log({ host, port }, lines, bytes, signal) {
      const text = await ask(host, "log", [port, lines, bytes], signal);
      return Buffer.byteLength(text) < bytes ? text : wholeLines(text);
    },
  };
};

const scriptFor = (kind: "plain" | "unit"): string =>
  ["common", kind].map((name) => readFileSync(new URL(`./host/${name}.sh`, import.meta.url), "utf8")).join("\n") +
  '\n"$act" "$@"\n';

/** A folder as a tar, without what only macOS knows of. */
const packed = (folder: string) => {
  const tar = spawn("tar", ["-cf", "-", "-C", folder, "."], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, COPYFILE_DISABLE: "1" },
  });
  tar.on("error", (error) => tar.stdout.destroy(error));
  return tar.stdout;
};
