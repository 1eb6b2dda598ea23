import { setTimeout as sleep } from "node:timers/promises";
import type { Digest, Instant, Millis } from "../../../domain/units.ts";
import { AppError } from "../../../errors.ts";
import { isSame, signal as send } from "../../os-process.ts";
import type { BuildRef, InstancesDriver, InstanceView } from "../../port.ts";
import { hide } from "../hide.ts";
import { type Heard, startHearing } from "../readiness.ts";
import { launch } from "./launch.ts";
import { type Seen, see, view } from "./look.ts";
import { allSlots, clearSlot, type Holder, lastLines, makeSlot, nameOf, type Slot, slotsOf } from "./slots.ts";

export type ProcessSettings = {
  /** Absolute, for the instances of one environment alone. */
  readonly folder: string;
  /** The absolute folder of a build whose digest was verified just now: for starting something from it. */
  readonly builds: (build: Digest) => string | Promise<string>;
  /** The same folder, unverified: for looking at what runs, which is done often and must work even if it was changed. */
  readonly folderOf: (build: Digest) => string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Path that answers 200 once the instance may be given requests. */
  readonly ready: string;
  readonly readyWithin: Millis;
  /** Time between SIGTERM and SIGKILL. */
  readonly stopWithin: Millis;
  readonly now: () => Instant;
};

/** ms between two looks at processes that start or stop. */
const pause = 50;
/** Of each instance that does not get ready. */
const keptLines = 5;

/**
 * Instances as supervised child processes of this machine. They outlive the conductor: all that is known of them lies
 * in their slots and in the process table, and is read anew at every call. A dead instance is replaced by the next
 * `bring`, on a new port; nothing restarts by itself.
 */
export const processInstances = (settings: ProcessSettings): InstancesDriver => ({
  name: "process",
  bring: (build, count, signal) => bring(settings, build, count, signal),
  async observe(signal) {
    const seen = await Promise.all((await allSlots(settings.folder)).map(see));
    const views = await viewsOf(settings, seen, signal);
    unlessCalledOff(signal, "observing instances"); // its probes did not look
    return views;
  },
  async remove(build, keep, signal) {
    unlessCalledOff(signal, "stopping instances");
    const seen = await Promise.all((await slotsOf(settings.folder, build)).map(see));
    const surplus = seen.filter((one) => one.state === "alive").filter(({ slot }) => !keep.includes(nameOf(slot)));
    await Promise.all(surplus.map(({ slot, holder }) => stop(settings, slot, holder, signal)));
    await Promise.all(seen.filter(({ state }) => state !== "alive").map(({ slot }) => clearSlot(slot)));
  },
  async output(build, count) {
    const slots = await slotsOf(settings.folder, build);
    const secrets = Object.values(settings.env);
    return await Promise.all(
      slots.map(async (slot) => ({
        id: nameOf(slot),
        lines: hide((await lastLines(slot, count)).join("\n"), secrets).split("\n"),
      })),
    );
  },
  // How much memory another instance takes is the service's affair: this machine does not know.
  room: async () => null,
});

const bring = async (
  settings: ProcessSettings,
  build: BuildRef,
  count: number,
  signal: AbortSignal,
): Promise<readonly InstanceView[]> => {
  unlessCalledOff(signal, "bringing instances up");
  const before = await Promise.all((await slotsOf(settings.folder, build.digest)).map(see));
  await Promise.all(before.filter(({ state }) => state === "dead").map(({ slot }) => clearSlot(slot)));
  const alive = before.filter(({ state }) => state === "alive").map(({ slot }) => slot.number);
  const started = await Promise.all(
    unused(alive, count - alive.length).map((number) => start(settings, build, number)),
  );
  const slots = [...before.filter(({ state }) => state === "alive").map(({ slot }) => slot), ...started];
  return await untilReady(settings, slots, count, signal);
};

/** The lowest free numbers. Two conductors come to the same ones, and each slot lets one of them in. */
const unused = (taken: readonly number[], count: number): readonly number[] => {
  const free: number[] = [];
  for (let number = 1; free.length < count; number++) if (!taken.includes(number)) free.push(number);
  return free;
};

const start = async (settings: ProcessSettings, build: BuildRef, number: number): Promise<Slot> => {
  const cwd = await settings.builds(build.digest);
  const env = { ...settings.env, HEADGATE_VERSION: build.version, HEADGATE_BUILD: build.digest };
  const slot = await makeSlot(settings.folder, build, number);
  try {
    await launch(slot, cwd, settings.command, env);
  } catch (error) {
    throw failed(`starting ${nameOf(slot)}`, (error as Error).message, `Can ${cwd} be read?`, error);
  }
  return slot;
};

const untilReady = async (
  settings: ProcessSettings,
  slots: readonly Slot[],
  count: number,
  signal: AbortSignal,
): Promise<readonly InstanceView[]> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.readyWithin)]);
  const heard = startHearing();
  for (;;) {
    const seen = await Promise.all(slots.map(see));
    const views = await viewsOf(settings, seen, limit);
    const ready = views.filter((one) => one.ready);
    if (ready.length >= count) return ready;
    if (!limit.aborted) heard.hear(views, settings.now());
    // The dead do not get ready: with too few living there is nothing to wait for.
    const hopeless = seen.filter(({ state }) => state !== "dead").length < count;
    if (hopeless || limit.aborted) throw await neverReady(settings, seen, heard, signal);
    await sleep(pause, undefined, { signal: limit }).catch(() => {});
  }
};

const viewsOf = (
  { ready, folderOf }: ProcessSettings,
  seen: readonly Seen[],
  signal: AbortSignal,
): Promise<readonly InstanceView[]> =>
  Promise.all(
    seen
      .filter((one) => one.state === "alive")
      .map(({ slot, holder }) => view(slot, holder, ready, folderOf(slot.build), signal)),
  );

const neverReady = async (
  { ready, readyWithin }: ProcessSettings,
  seen: readonly Seen[],
  heard: Heard,
  signal: AbortSignal,
): Promise<AppError> => {
  const reasons = await Promise.all(
    seen.map(async ({ slot, state }) => {
      const log = (await lastLines(slot, keptLines)).map((line) => `\n    ${line}`).join("");
      return `\n  ${nameOf(slot)} is ${state === "free" ? "not started" : state}; ${heard.of(nameOf(slot))}; its log ends:${log}`;
    }),
  );
  const when = signal.aborted ? "when it was called off" : `within ${readyWithin} ms`;
  const fix = `Mend what the log says, or raise readyWithin; ${ready} must answer 200.`;
  return failed("bringing instances up", `not all were ready ${when}:${reasons.join("")}`, fix);
};

const stop = async (settings: ProcessSettings, slot: Slot, holder: Holder, signal: AbortSignal): Promise<void> => {
  await send(holder, "SIGTERM", "group");
  if (!(await gone(holder, settings.stopWithin, signal))) await send(holder, "SIGKILL", "group");
  if (!(await gone(holder, settings.stopWithin + 1_000, signal)))
    throw failed(`stopping ${nameOf(slot)}`, `process ${holder.pid} survived SIGKILL`, "Is its disk hanging?");
  await clearSlot(slot);
};

/** @returns whether it ended within `limit` ms */
const gone = async (holder: Holder, limit: number, signal: AbortSignal): Promise<boolean> => {
  const over = AbortSignal.timeout(limit);
  while (await isSame(holder)) {
    unlessCalledOff(signal, "stopping instances");
    if (over.aborted) return false;
    await sleep(pause);
  }
  return true;
};

const unlessCalledOff = (signal: AbortSignal, act: string): void => {
  if (signal.aborted) throw failed(act, "it was called off", "Ask again: it goes on from where it is.");
};

const failed = (act: string, problem: string, fix: string, cause?: unknown): AppError =>
  new AppError("DRIVER_FAILED", { driver: "process", act, problem, fix }, { cause });
