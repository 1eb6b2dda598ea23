import { mkdir, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { AppError } from "../../../errors.ts";
import { readIfThere, writeDurably } from "../../durable-file.ts";
import { exclusively } from "../../exclusively.ts";
import { isOlder, type Routing } from "../splitter/routes.ts";
import { ask } from "./ask.ts";
import { newerOf, type State, stateIn } from "./packed.ts";
import { reload } from "./reload.ts";
import { render } from "./render.ts";
import { addressOf, failed, type NginxSettings, placesIn } from "./settings.ts";
import { tokenFor } from "./token.ts";
import { unfit } from "./unfit.ts";
import { overlap, workersBeside } from "./workers.ts";

/** ms within which nginx must serve what it was told. */
const takesWithin = 5_000;
/** ms between two looks. */
const pause = 10;

/** Make nginx serve these routes. Resolves once every worker that accepts connections does. */
export const change = async (settings: NginxSettings, wanted: Routing, signal: AbortSignal): Promise<void> => {
  const problem = unfit(wanted);
  if (problem !== null) throw failed("setting the routes", problem, "Nothing was changed.");
  await mkdir(settings.stateFolder, { recursive: true, mode: 0o700 });
  await exclusively(placesIn(settings).lock, signal, () => changeAlone(settings, wanted, signal));
};

const changeAlone = async (settings: NginxSettings, wanted: Routing, signal: AbortSignal): Promise<void> => {
  const { config } = placesIn(settings);
  const before = await readIfThere(config);
  const [written, told] = [stateIn(before), await ask(settings, signal)];
  const serving = typeof told === "string" ? null : told;
  const last = newerOf(written, serving?.state ?? null);
  if (last !== null && isOlder(wanted.fence, last.fence))
    throw new AppError("DRIVER_FENCED", { driver: "nginx", act: "setting the routes" });
  const token = await tokenFor(settings);
  const isServed = serving !== null && isDeepStrictEqual(serving.state.routes, wanted.routes);
  if (isServed && written?.generation === serving.state.generation) {
    // A reload costs clients their kept connections: a newer fence alone is not worth one.
    await writeDurably(config, render(settings.listen, token, { ...written, ...wanted }));
    return;
  }
  const generation = Math.max(written?.generation ?? 0, serving?.state.generation ?? 0) + 1;
  const old = serving === null ? null : await acceptingBeside(serving.pid);
  await writeDurably(config, render(settings.listen, token, { ...wanted, generation }));
  await take(settings, before, generation, old, signal);
};

/** Reload, and wait; on failure the file is again what it was, so that no later reload serves what was refused. */
const take = async (
  settings: NginxSettings,
  before: string | null,
  generation: State["generation"],
  old: readonly number[] | null,
  signal: AbortSignal,
): Promise<void> => {
  try {
    await reload(settings.reload, signal);
  } catch (error) {
    await restore(settings, before);
    throw error;
  }
  if (await takenBy(settings, generation, old, signal)) return;
  await restore(settings, before);
  await reload(settings.reload, signal); // in case it takes the new ones yet
  const problem = `it was reloaded, and after ${takesWithin} ms ${addressOf(settings.listen)} does not serve the new routes`;
  throw failed("setting the routes", problem, "See nginx's error log: a port that is taken, or a file it cannot read.");
};

/**
 * Every worker that accepts connections serves this generation. For a moment the old ones accept, too. Where they are
 * not known, because they cannot be seen or did not tell, right answers for as long as that moment lasts must do.
 */
const takenBy = async (
  settings: NginxSettings,
  generation: number,
  old: readonly number[] | null,
  signal: AbortSignal,
): Promise<boolean> => {
  const begun = performance.now();
  let rightSince: number | null = null;
  for (let now = begun; now - begun < takesWithin; now = performance.now()) {
    const told = await ask(settings, signal);
    const isRight = typeof told !== "string" && told.state.generation === generation;
    rightSince = isRight ? (rightSince ?? now) : null;
    const accepting = isRight && old !== null ? await acceptingBeside(told.pid) : null;
    if (accepting !== null && !accepting.some((pid) => old?.includes(pid))) return true;
    if (rightSince !== null && old === null && now - rightSince >= overlap) return true;
    await sleep(pause, undefined, { signal });
  }
  return false;
};

/** Workers that are not ending; null when they cannot be seen. */
const acceptingBeside = async (pid: number): Promise<readonly number[] | null> =>
  (await workersBeside(pid))?.filter(({ stopping }) => !stopping).map((worker) => worker.pid) ?? null;

const restore = (settings: NginxSettings, before: string | null): Promise<void> => {
  const { config } = placesIn(settings);
  return before === null ? rm(config, { force: true }) : writeDurably(config, before);
};
