import { setTimeout as sleep } from "node:timers/promises";
import type { Digest, Instant, Millis } from "../../../domain/units.ts";
import { AppError } from "../../../errors.ts";
import type { BuildRef, InstanceOutput, InstancesDriver, InstanceView } from "../../port.ts";
import { hide } from "../hide.ts";
import { askReady, startHearing } from "../readiness.ts";
import { runScript } from "./run-script.ts";
import { readSaid } from "./said.ts";

export type CommandSettings = {
  readonly service: string;
  readonly environment: string;
  /** Folder of `headgate.yaml`, absolute: scripts are run there. */
  readonly home: string;
  readonly bring: readonly string[];
  readonly observe: readonly string[];
  readonly remove: readonly string[];
  /** Prints what one instance printed; absent = nobody hands it over. */
  readonly logs?: readonly string[];
  /** Values may be secrets. */
  readonly env: Readonly<Record<string, string>>;
  /** Path that answers 200 once the instance may be given requests. */
  readonly ready: string;
  /** From the end of `bring` on. */
  readonly readyWithin: Millis;
  /** From the end of `remove` on, until what it removed is not observed any more. */
  readonly stopWithin: Millis;
  readonly now: () => Instant;
};

/** ms between two runs of `observe`, which may cost something. */
const pause = 250;

/**
 * Instances by the user's own scripts. They say what is there; whether it is ready Headgate asks itself as well, and
 * what was brought or removed is looked at. Scripts make things so, whatever they were, and may be run at any time, by
 * two conductors at once too.
 */
export const commandInstances = (settings: CommandSettings): InstancesDriver => ({
  name: "command",
  bring: (build, count, signal) => bring(settings, build, count, signal),
  observe: (signal) => observe(settings, signal),
  async remove(build, keep, signal) {
    const isSurplus = (one: InstanceView): boolean => one.build === build && !keep.includes(one.id);
    const env = { HEADGATE_BUILD: build, HEADGATE_KEEP: keep.join("\n") };
    if (!(await observe(settings, signal)).some(isSurplus)) return;
    await run(settings, "remove", settings.remove, env, signal);
    const limit = AbortSignal.timeout(settings.stopWithin);
    for (;;) {
      const left = (await observe(settings, signal)).filter(isSurplus).map(({ id }) => id);
      if (left.length === 0) return;
      const problem = `${settings.stopWithin} ms after it ended these are still there: ${left.join(", ")}`;
      if (limit.aborted) throw failed(settings, "remove", problem, "Mend the script, or raise stop-within.");
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  },
  output: (build, lines, signal) => output(settings, build, lines, signal),
  room: () => Promise.resolve(null),
});

/** An instance whose log cannot be read says so in place of its lines; the others tell theirs. */
const output = async (
  settings: CommandSettings,
  build: Digest,
  lines: number,
  signal: AbortSignal,
): Promise<readonly InstanceOutput[] | null> => {
  const { logs } = settings;
  if (logs === undefined) return null;
  const own = (await observe(settings, signal)).filter((one) => one.build === build);
  return await Promise.all(
    own.map(async ({ id }) => {
      const asked = { HEADGATE_BUILD: build, HEADGATE_ID: id, HEADGATE_LINES: String(lines) };
      const text = await run(settings, "logs", logs, asked, signal).catch(
        (error: Error) => `(cannot be read: ${error.message})`,
      );
      return { id, lines: hide(text, secretsOf(settings)).trimEnd().split("\n").slice(-lines) };
    }),
  );
};

const bring = async (
  settings: CommandSettings,
  build: BuildRef,
  count: number,
  signal: AbortSignal,
): Promise<readonly InstanceView[]> => {
  const there = (await observe(settings, signal)).filter((one) => one.build === build.digest && one.ready);
  if (there.length >= count) return there;
  const asked = { HEADGATE_BUILD: build.digest, HEADGATE_VERSION: build.version, HEADGATE_COUNT: String(count) };
  await run(settings, "bring", settings.bring, asked, signal);
  return await untilReady(settings, build.digest, count, signal);
};

const untilReady = async (
  settings: CommandSettings,
  build: Digest,
  count: number,
  signal: AbortSignal,
): Promise<readonly InstanceView[]> => {
  const limit = AbortSignal.timeout(settings.readyWithin);
  const heard = startHearing();
  for (;;) {
    const own = (await observe(settings, signal)).filter((one) => one.build === build);
    const ready = own.filter((one) => one.ready);
    if (ready.length >= count) return ready;
    heard.hear(own, settings.now());
    if (limit.aborted) {
      const reasons = own.map(({ id }) => `\n  ${id}: ${heard.of(id)}`).join("");
      const problem = `${ready.length} of ${count} were ready ${settings.readyWithin} ms after it ended:${reasons || " there are none"}`;
      const fix = `Mend the script or the build, or raise ready-within; ${settings.ready} must answer 200.`;
      throw failed(settings, "bring", problem, fix);
    }
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
};

/** What the script says is there, and how each of them answers. */
const observe = async (settings: CommandSettings, signal: AbortSignal): Promise<readonly InstanceView[]> => {
  const said = readSaid(await run(settings, "observe", settings.observe, {}, signal));
  if (typeof said === "string") throw failed(settings, "observe", said, "It prints a JSON array of instances.");
  const views = await Promise.all(
    said.map(async (one): Promise<InstanceView> => {
      if (!one.ready)
        return { ...one, answer: hide(`observe says it is not ready: ${one.answer}`, secretsOf(settings)) };
      return { ...one, ...(await askReady(one.endpoint, settings.ready, signal)) };
    }),
  );
  // Its probes did not look.
  if (signal.aborted) throw failed(settings, "observe", "it was called off", "Ask again: it goes on from where it is.");
  return views;
};

const run = (
  settings: CommandSettings,
  act: "bring" | "observe" | "remove" | "logs",
  command: readonly string[],
  asked: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> => {
  const { service, environment, home: cwd } = settings;
  const env = { ...settings.env, HEADGATE_SERVICE: service, HEADGATE_ENVIRONMENT: environment, ...asked };
  return runScript({ act, command, cwd, env, secrets: secretsOf(settings) }, signal);
};

const secretsOf = ({ env }: CommandSettings): readonly string[] => Object.values(env);

const failed = (settings: CommandSettings, act: string, problem: string, fix: string): AppError =>
  new AppError("DRIVER_FAILED", { driver: "command", act, problem: hide(problem, secretsOf(settings)), fix });
