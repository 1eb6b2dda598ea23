import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { writeDurably } from "../durable-file.ts";
import type { Place } from "./run-once-place.ts";

/**
 * Sign in, run the command, write down its end. `ln` makes a file whole or not at all and fails when it is there: of
 * two who start the same, one ends here, and of two ends the first one counts. The sign-in is on the disk before the
 * command begins: after a power cut a command that ran must not look as if it never had. SIGTERM is meant for the
 * command; this shell stays until that has ended, so that its pid stands for the whole group.
 */
const script = `place=$1; shift
if [ -r /proc/$$/stat ]; then started=$(cut -d ' ' -f 22 /proc/$$/stat); else started=$(ps -o lstart= -p $$); fi
echo "$$ $started" > "$place/pid.$$" && ln "$place/pid.$$" "$place/pid" 2>/dev/null || { rm -f "$place/pid.$$"; exit 1; }
rm -f "$place/pid.$$"
sync "$place/pid" "$place" "$place/.." "$place/../.." 2>/dev/null || sync
trap : TERM
(
  exec > "$place/output" 2>&1
  unset place started PWD OLDPWD SHLVL _
  exec "$@"
)
echo "exit $?" > "$place/end.$$" && { sync "$place/end.$$" 2>/dev/null || sync; } && ln "$place/end.$$" "$place/end" 2>/dev/null
rm -f "$place/end.$$"`;

export type Launch = { readonly cwd: string; readonly env: Readonly<Record<string, string>> };

/** Start it in a process group of its own, which outlives us. Nothing else of our environment reaches it. */
export const launch = async (
  place: Place,
  key: string,
  command: readonly string[],
  { cwd, env }: Launch,
): Promise<ChildProcess> => {
  await mkdir(dirname(place.path), { recursive: true, mode: 0o700 });
  await mkdir(place.path, { recursive: true, mode: 0o700 });
  await writeDurably(place.key, `${key}\n`);
  const { PATH = "", HOME = "", LANG = "C.UTF-8" } = process.env;
  const child = spawn("/bin/sh", ["-c", script, "headgate", place.path, ...command], {
    detached: true,
    cwd,
    env: { PATH, HOME, LANG, ...env },
    stdio: "ignore",
  });
  await once(child, "spawn");
  child.unref();
  return child;
};
