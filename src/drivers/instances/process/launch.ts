import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { freePort } from "../../../free-port.ts";
import { placesIn, type Slot } from "./slots.ts";

/**
 * Sign in, then become the command. `ln` makes the file `pid` whole or not at all and fails when it is there: of two
 * who start the same slot, one ends here. The holder signs in itself, so that there is no moment in which it runs and
 * is not known; `exec` keeps its pid and its start time. (Noclobber, `set -C`, was ruled out: a reader can meet the
 * file while it is still empty.)
 */
const script = `slot=$1 port=$2; shift 2
if [ -r /proc/$$/stat ]; then started=$(cut -d ' ' -f 22 /proc/$$/stat); else started=$(ps -o lstart= -p $$); fi
echo "$$ $port $started" > "$slot/pid.$$" && ln "$slot/pid.$$" "$slot/pid" 2>/dev/null || { rm -f "$slot/pid.$$"; exit 1; }
rm -f "$slot/pid.$$"
unset slot started PWD OLDPWD SHLVL _
exec "$@"`;

/**
 * Start the command in its build's folder, in a process group of its own. What it prints goes to the slot's log: a pipe
 * would end with the conductor, and the instance with it.
 */
export const launch = async (
  slot: Slot,
  cwd: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> => {
  // An instance that finds it taken after all ends, and gets another one at the next start.
  const port = String(await freePort());
  await using log = await open(placesIn(slot).log, "a", 0o600);
  const child = spawn("/bin/sh", ["-c", script, "headgate", slot.path, port, ...command], {
    detached: true,
    cwd,
    env: { ...inherited(), ...env, PORT: port },
    stdio: ["ignore", log.fd, log.fd],
  });
  await once(child, "spawn");
  child.unref();
};

/** Nothing else of the conductor's environment reaches an instance: it holds secrets. */
const inherited = (): Record<string, string> =>
  Object.fromEntries(["PATH", "HOME", "LANG"].flatMap((name) => entry(name, process.env[name])));

const entry = (name: string, value: string | undefined): readonly [string, string][] =>
  value === undefined ? [] : [[name, value]];
