import { setTimeout as sleep } from "node:timers/promises";
import type { Digest } from "../../../domain/units.ts";
import type { BuildRef, InstanceView } from "../../port.ts";
import { startHearing } from "../readiness.ts";
import { failed, hostsFailed, listed, unlessCalledOff } from "./failures.ts";
import { failuresIn, type Looked, lookAt } from "./hosts.ts";
import { install } from "./install.ts";
import { neverReady } from "./never-ready.ts";
import type { OnHost } from "./on-host.ts";
import type { SshSettings } from "./settings.ts";
import { endpointOf, isVacant, type Slot } from "./slot.ts";
import { spread } from "./spread.ts";
import { viewsOf } from "./views.ts";

/** ms between two looks at instances that start or stop. */
const pause = 200;
const act = "bringing instances up";

/** A host that cannot be reached is left out: the others may have room enough, and a way back must not wait for it. */
export const bring = async (
  settings: SshSettings,
  on: OnHost,
  build: BuildRef,
  count: number,
  signal: AbortSignal,
): Promise<readonly InstanceView[]> => {
  unlessCalledOff(signal, act);
  const slots = await place(settings, on, build, count, signal);
  return await untilReady(settings, on, slots, build.digest, count, signal);
};

/** @returns the slots of at least `count` instances that run or were started just now */
const place = async (
  settings: SshSettings,
  on: OnHost,
  build: BuildRef,
  count: number,
  signal: AbortSignal,
): Promise<readonly Slot[]> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.readyWithin)]);
  for (;;) {
    const looked = await lookAt(settings.hosts, on, signal);
    unlessCalledOff(signal, act);
    if (looked.failures.length === settings.hosts.length) throw hostsFailed(act, looked.failures);
    const running = looked.slots.filter((one) => one.state === "alive" && one.build === build.digest);
    const missing = count - running.length;
    if (missing <= 0) return running;
    const chosen = spread(looked.slots, build.digest, missing);
    if (chosen.length === missing && (await startAll(settings, on, chosen, build, signal)))
      return [...running, ...chosen];
    // Another conductor was faster, or a slot is about to become free: look again.
    const hopeless = chosen.length < missing && !looked.slots.some(({ state }) => state === "stopping");
    if (hopeless || limit.aborted) throw noRoom(looked, running.length, count);
    await sleep(pause, undefined, { signal: limit }).catch(() => {});
  }
};

/** @returns false when one of the slots was taken by somebody else meanwhile */
const startAll = async (
  settings: SshSettings,
  on: OnHost,
  slots: readonly Slot[],
  build: BuildRef,
  signal: AbortSignal,
): Promise<boolean> => {
  await install(settings, on, [...new Set(slots.map(({ host }) => host))], build.digest, signal);
  const starts = await Promise.allSettled(
    slots.map((slot) => on.start(slot, build.digest, envOf(settings, slot, build), signal)),
  );
  unlessCalledOff(signal, act);
  const failures = failuresIn(starts);
  if (failures.length > 0) throw hostsFailed(act, failures);
  return starts.every((one) => one.status === "fulfilled" && one.value);
};

const envOf = ({ env }: SshSettings, { port }: Slot, { digest, version }: BuildRef) => ({
  ...env,
  HEADGATE_VERSION: version,
  HEADGATE_BUILD: digest,
  PORT: String(port),
});

const noRoom = ({ slots, failures }: Looked, running: number, count: number) => {
  const free = slots.filter(isVacant).length;
  const cut = failures.length === 0 ? "" : ` on the hosts that can be reached; ${listed(failures)}`;
  const fix =
    failures.length === 0
      ? "Add ports or hosts, or remove another build first."
      : "Bring that host back, or take it out of headgate.yaml.";
  return failed(act, `${running} of ${count} run, and there is no free slot for the rest (${free} free)${cut}`, fix);
};

const untilReady = async (
  settings: SshSettings,
  on: OnHost,
  slots: readonly Slot[],
  build: Digest,
  count: number,
  signal: AbortSignal,
): Promise<readonly InstanceView[]> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.readyWithin)]);
  const heard = startHearing();
  const hosts = [...new Set(slots.map(({ host }) => host))];
  const ids = new Set(slots.map(endpointOf));
  for (;;) {
    const { slots: seen, failures } = await lookAt(hosts, on, signal);
    const alive = seen.filter((one) => ids.has(endpointOf(one)) && one.state === "alive" && one.build === build);
    const views = await viewsOf(settings, alive, limit);
    const ready = views.filter((one) => one.ready);
    if (ready.length >= count) return ready;
    if (!limit.aborted) heard.hear(views, settings.now());
    // The dead do not get ready: with too few living there is nothing to wait for.
    if (alive.length < count || limit.aborted)
      throw await neverReady(settings, on, {
        seen: seen.filter((one) => ids.has(endpointOf(one))),
        failures,
        heard,
        signal,
      });
    await sleep(pause, undefined, { signal: limit }).catch(() => {});
  }
};
