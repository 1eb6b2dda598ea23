import type { OnHost } from "./on-host.ts";
import type { SshHost } from "./settings.ts";
import type { Slot } from "./slot.ts";

/** What was seen, and which hosts could not be looked at. */
export type Looked = { readonly slots: readonly Slot[]; readonly failures: readonly Error[] };

export const lookAt = async (hosts: readonly SshHost[], on: OnHost, signal: AbortSignal): Promise<Looked> => {
  const looks = await Promise.allSettled(hosts.map((host) => on.look(host, signal)));
  return { slots: looks.flatMap((one) => (one.status === "fulfilled" ? one.value : [])), failures: failuresIn(looks) };
};

export const failuresIn = (all: readonly PromiseSettledResult<unknown>[]): readonly Error[] =>
  all.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []));
