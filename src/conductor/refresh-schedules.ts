import { isFor } from "../domain/calendar/state.ts";
import type { Command } from "../domain/release/commands.ts";
import { evidenceKey } from "../domain/release/release.ts";
import { AppError } from "../errors.ts";
import { ask, type Probes } from "./ask.ts";
import type { Deps } from "./deps.ts";
import { handle } from "./handle.ts";
import { listReleases } from "./list.ts";
import type { Loaded, Loader } from "./load.ts";
import { system } from "./operator.ts";

/** The probe that the calendar answers. */
const probe = "schedule";

/**
 * Whatever was said of a planned time is asked anew once the calendar changed, of every open release that it is for, so
 * that an item that was green is red before anybody relies on it, though nobody conducts that release now.
 * @returns the releases whose answer is a new one, and those that could not be asked
 */
export const refreshSchedules = async (
  deps: Deps,
  loader: Loader,
  probesFor: (loaded: Loaded) => Probes,
  changed: { readonly service: string | null },
  signal: AbortSignal,
): Promise<{ readonly asked: readonly string[]; readonly failed: readonly string[] }> => {
  const [asked, failed]: [string[], string[]] = [[], []];
  for (const { id, service, phase } of await listReleases(deps, loader)) {
    if (phase !== "open" || !isFor(service, changed)) continue;
    try {
      const loaded = await loader.load(id);
      if (await refreshed(deps, loader, probesFor, loaded, signal)) asked.push(id);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failed.push(id);
    }
  }
  return { asked, failed };
};

const refreshed = async (
  deps: Deps,
  loader: Loader,
  probesFor: (loaded: Loaded) => Probes,
  loaded: Loaded,
  signal: AbortSignal,
): Promise<boolean> => {
  const { process, release } = loaded;
  const due = process.requirements.filter(
    (one) => one.kind === "check" && one.probe === probe && release.evidence[evidenceKey(one.id, "")] !== undefined,
  );
  for (const { id: requirement } of due) {
    const evidence = await ask(deps, loaded, probesFor(loaded), { requirement, part: "", probe }, signal);
    const command: Command = { type: "RecordEvidence", evidence, origin: "probe", at: deps.now(), by: system };
    await handle(deps, loader, release.id, command);
  }
  return due.length > 0;
};
