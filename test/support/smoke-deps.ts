import { join } from "node:path";
import { systemClock } from "../../src/conductor/clock.ts";
import type { Deps } from "../../src/conductor/deps.ts";
import { instant } from "../../src/domain/units.ts";
import { forget, runOnce } from "../../src/drivers/command/run-once.ts";

/** What a smoke test needs of the machine: its network, its clock, and commands that are run once per key. */
export const smokeDeps = (home: string): Pick<Deps, "fetch" | "clock" | "hooks" | "home"> => {
  const folder = join(home, "hooks");
  const now = () => instant(Date.now());
  return {
    fetch,
    clock: systemClock,
    home,
    hooks: {
      run: (key, command, options, signal) => runOnce(folder, key, command, { ...options, now }, signal),
      forget: (key) => forget(folder, key),
    },
  };
};
