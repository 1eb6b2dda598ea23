import type { Digest } from "../../../domain/units.ts";
import type { InstanceOutput, InstancesDriver } from "../../port.ts";
import { hide } from "../hide.ts";
import { bytesOf } from "../whole-lines.ts";
import { bring } from "./bring.ts";
import { hostsFailed, unlessCalledOff } from "./failures.ts";
import { failuresIn, lookAt } from "./hosts.ts";
import { type OnHost, onHost } from "./on-host.ts";
import { openSessions } from "./sessions.ts";
import type { SshSettings } from "./settings.ts";
import { endpointOf, isVacant } from "./slot.ts";
import { viewsOf } from "./views.ts";

/**
 * Instances on hosts over SSH, as processes of their own or as units of systemd. Each host has one slot per port. All
 * that is known of them lies on the hosts and is read anew at every call; what changes there is changed under a lock of
 * the host, as other conductors may be at work. `observe` rejects while a host cannot be looked at: no answer is not the
 * same as nothing there.
 */
export const sshInstances = (settings: SshSettings): InstancesDriver => {
  const on = onHost(settings, openSessions(settings.key));
  return {
    name: "ssh",
    bring: (build, count, signal) => bring(settings, on, build, count, signal),
    async observe(signal) {
      const { slots, failures } = await lookAt(settings.hosts, on, signal);
      unlessCalledOff(signal, "observing instances");
      if (failures.length > 0) throw hostsFailed("observing instances", failures);
      const views = await viewsOf(settings, slots, signal);
      unlessCalledOff(signal, "observing instances"); // its probes did not look
      return views;
    },
    remove: (build, keep, signal) => remove(settings, on, build, keep, signal),
    output: (build, lines, signal) => output(settings, on, build, lines, signal),
    /** Of the hosts that can be reached. */
    async room(signal) {
      const { slots, failures } = await lookAt(settings.hosts, on, signal);
      unlessCalledOff(signal, "looking for room");
      if (failures.length === settings.hosts.length) throw hostsFailed("looking for room", failures);
      return slots.filter(isVacant).length;
    },
  };
};

/** A slot that cannot be read says so in place of its lines; the others tell theirs. */
const output = async (
  settings: SshSettings,
  on: OnHost,
  build: Digest,
  lines: number,
  signal: AbortSignal,
): Promise<readonly InstanceOutput[]> => {
  const { slots } = await lookAt(settings.hosts, on, signal);
  const own = slots.filter((one) => one.build === build && one.state !== "free");
  const secrets = Object.values(settings.env);
  return await Promise.all(
    own.map(async (slot) => {
      const text = await on
        .log(slot, lines, bytesOf(lines), signal)
        .catch((error: Error) => `(cannot be read: ${error.message})`);
      return { id: endpointOf(slot), lines: hide(text, secrets).trimEnd().split("\n") };
    }),
  );
};

/** On every host that can be reached, whatever becomes of the others. */
const remove = async (
  { hosts, ports }: SshSettings,
  on: OnHost,
  build: Digest,
  keep: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  unlessCalledOff(signal, "stopping instances");
  const stops = await Promise.allSettled(
    hosts.map((host) => {
      const surplus = ports.filter((port) => !keep.includes(endpointOf({ host, port })));
      return on.stop(host, build, surplus, signal);
    }),
  );
  unlessCalledOff(signal, "stopping instances");
  const failures = failuresIn(stops);
  if (failures.length > 0) throw hostsFailed("stopping instances", failures);
};
