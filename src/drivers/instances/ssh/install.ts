import type { Digest } from "../../../domain/units.ts";
import { HostFailed, hostsFailed, unlessCalledOff } from "./failures.ts";
import { failuresIn } from "./hosts.ts";
import type { OnHost } from "./on-host.ts";
import type { SshHost, SshSettings } from "./settings.ts";
import { folderOf } from "./slot.ts";

const act = "putting the build on its hosts";

/** See to it that a build lies on these hosts, as it was released. Sent once per host; checked whenever it is started. */
export const install = async (
  settings: SshSettings,
  on: OnHost,
  hosts: readonly SshHost[],
  build: Digest,
  signal: AbortSignal,
): Promise<void> => {
  const without = (
    await onEach(hosts, signal, async (host) => {
      const found = await on.verify(host, build, signal);
      // Not replaced: instances may run from it, and somebody should know why it changed.
      const path = `${settings.folder}/builds/${folderOf(build)}`;
      if (found === "damaged")
        throw new HostFailed(host, `${path} was changed after it was put there; find out why, then remove it`);
      return found === "missing" ? [host] : [];
    })
  ).flat();
  if (without.length === 0) return;
  const folder = await settings.builds(build);
  await onEach(without, signal, (host) => on.upload(host, build, folder, signal));
};

const onEach = async <T>(
  hosts: readonly SshHost[],
  signal: AbortSignal,
  ask: (host: SshHost) => Promise<T>,
): Promise<readonly T[]> => {
  const done = await Promise.allSettled(hosts.map(ask));
  unlessCalledOff(signal, act);
  const failures = failuresIn(done);
  if (failures.length > 0) throw hostsFailed(act, failures);
  return done.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
};
