import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("journal-writer.ts", import.meta.url));

export type Writer = {
  /** Folder of the embedded journal, or url of PostgreSQL. */
  readonly place: string;
  readonly stream: string;
  readonly appends: number;
  /** Size of an entry. */
  readonly bytes: number;
  /** No file may grow beyond this many KiB, as on a full disk. */
  readonly fileLimit?: number;
};

/** What it acknowledged, `[first version, last version]` each, and the code of the error that ended it. */
export type Outcome = { readonly acknowledged: readonly (readonly [number, number])[]; readonly error: string | null };

/** Runs `journal-writer.ts` to its end, or kills it with SIGKILL once it has acknowledged `killAfter` appends. */
export const runWriter = async (writer: Writer, killAfter = Number.POSITIVE_INFINITY): Promise<Outcome> => {
  const child = startWriter(writer);
  let output = "";
  let problems = "";
  child.stderr?.on("data", (chunk: Buffer) => (problems += chunk));
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk;
    if (output.split("\n").length > killAfter) child.kill("SIGKILL");
  });
  await once(child, "close");
  if (problems !== "") throw new Error(problems);
  return outcomeOf(output);
};

/** It prints a line per acknowledgement; ending it is up to the caller. */
export const startWriter = ({ place, stream, appends, bytes, fileLimit }: Writer): ChildProcess => {
  const command = [process.execPath, script, place, stream, String(appends), String(bytes)];
  // With the signal ignored, a write beyond the limit fails with an error instead of ending the process.
  const limited = ["sh", "-c", `trap '' XFSZ; ulimit -f ${(fileLimit ?? 0) * 2}; exec "$@"`, "sh", ...command];
  const [program, ...args] = fileLimit === undefined ? command : limited;
  return spawn(program!, args, { stdio: ["ignore", "pipe", "pipe"] });
};

const outcomeOf = (output: string): Outcome => {
  // A kill may cut the last line, which then was not heard as an acknowledgement.
  const lines = output.split("\n").slice(0, -1);
  const acknowledged = lines.flatMap((line) => {
    const found = /^(\d+) (\d+)$/.exec(line);
    return found === null ? [] : [[Number(found[1]), Number(found[2])] as const];
  });
  return { acknowledged, error: lines.find((line) => !/^\d+ \d+$/.test(line)) ?? null };
};
