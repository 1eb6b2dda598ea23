import type { Digest } from "../../../domain/units.ts";
import { failed, hostsFailed, unlessCalledOff } from "./failures.ts";
import { failuresIn } from "./hosts.ts";
import type { OnHost } from "./on-host.ts";
import { nameOf, type SshHost, type SshSettings } from "./settings.ts";
import { folderOf } from "./slot.ts";

const act = "putting the build on its hosts";

/** See to it that a build lies on these hosts, as it was released. Sent once per host; checked whenever it is started. */
export const install = async (
  { builds, folder }: SshSettings,
  on: OnHost,
  hosts: ReadonlySet<SshHost>,
  build: Digest,
  signal: AbortSignal,
): Promise<void> => {
  const done = await Promise.allSettled(
    [...hosts].map(async (host) => {
      const found = await on.verify(host, build, signal);
      if (found === "missing") await on.upload(host, build, await builds(build), signal);
      if (found === "damaged") throw damaged(host, `${folder}/builds/${folderOf(build)}`);
    }),
  );
  unlessCalledOff(signal, act);
  const failures = failuresIn(done);
  if (failures.length > 0) throw hostsFailed(act, failures);
};

/** Not replaced: instances may run from it, and somebody should know why it changed. */
const damaged = (host: SshHost, path: string) =>
  failed(act, `host ${nameOf(host)}: ${path} was changed after it was put there`, `Find out why, then remove ${path}.`);
