import { setImmediate } from "node:timers/promises";
import { isMet } from "../domain/process/judgement.ts";
import { status } from "../domain/process/status.ts";
import { isLive } from "../domain/rollout/rollout.ts";
import { AppError } from "../errors.ts";
import type { StreamHead } from "../journal/port.ts";
import type { Deps } from "./deps.ts";
import type { Listed } from "./engine.ts";
import type { Loaded, Loader } from "./load.ts";

/** Lines of releases that are over, by the hash of their last entry: they can only change with it. */
type Known = Record<string, Listed>;

/**
 * Every release, newest first. One that cannot be read says so in its own line and hides no other (T41). A release that
 * is over is folded once in the life of this folder and then remembered, so that years of them cost nothing (T34); what
 * is remembered may be deleted at any time.
 */
export const listReleases = async (
  deps: Pick<Deps, "journal" | "now" | "remembered">,
  loader: Loader,
): Promise<readonly Listed[]> => {
  const heads = await deps.journal.list("release/");
  const known = ((await deps.remembered.read()) ?? {}) as Known;
  const ended: Known = {};
  const listed: Listed[] = [];
  let [read, folded] = [0, 0];
  // One after the other: folded histories are large, and only one of them is in memory at a time.
  for (const head of heads) {
    const line = known[head.hash] ?? (await lineOf(deps, loader, head));
    if (line.over) ended[head.hash] = line;
    listed.push(line);
    if (known[head.hash] !== undefined) continue;
    // The embedded journal answers at once, so that nobody else would get a turn before the last history is read.
    if (++read % 10 === 0) await setImmediate();
    if (!line.over) continue;
    folded++;
    // Years of them take minutes the first time; whoever is stopped in between need not begin anew.
    if (folded % 1_000 === 0) await deps.remembered.write({ ...known, ...ended });
  }
  if (folded > 0) await deps.remembered.write(ended);
  return listed.toSorted((a, b) => b.updatedAt - a.updatedAt);
};

/** One line of the list. What cannot be read has a line as well, which says why. */
export const lineOf = async (
  { now }: Pick<Deps, "now">,
  loader: Loader,
  { stream, at }: Pick<StreamHead, "stream" | "at">,
): Promise<Listed> => {
  const id = stream.slice("release/".length);
  try {
    const loaded = await loader.load(id);
    const { stages, blocking } = status(loaded.process, loaded.release, now());
    const stage = stages.find(({ state }) => state === "open")?.id ?? "";
    const { service, build, phase } = loaded.release;
    const owed = phase === "open" ? blocking.filter(({ state }) => !isMet(state)).length : 0;
    const over = isOver(loaded);
    if (over) loader.forget(id);
    return { id, service, version: build.version, phase, stage, blocking: owed, over, updatedAt: at, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const nothing = { service: "", version: "", phase: "unreadable", stage: "", blocking: 0, over: false };
    return { id, ...nothing, updatedAt: at, problem: error.message };
  }
};

const isOver = ({ release: { phase, rollouts } }: Loaded): boolean =>
  phase !== "open" && !rollouts.some((rollout) => isLive(rollout) || rollout.phase === "promoted");
