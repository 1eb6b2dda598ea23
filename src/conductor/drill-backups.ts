import type { Backup } from "../config/backups.ts";
import type { Config } from "../config/config.ts";
import type { DrillRun } from "../domain/backups/drill-run.ts";
import { AppError } from "../errors.ts";
import type { Actor } from "../journal/port.ts";
import type { Seen } from "../probes/port.ts";
import { runDrill } from "./backup-drills.ts";
import type { Deps } from "./deps.ts";
import { requireOperator } from "./operator.ts";

export type DrillRequest = {
  readonly config: Config;
  /** Null: all of them. */
  readonly store: string | null;
  readonly by: Actor;
};

/**
 * Restores backups outside of a release, by somebody's order; releases count what comes of it.
 *
 * @throws AppError `PROBE_FAILED` when one could not be tried
 */
export const drillBackups = async (
  deps: Deps,
  { config, store, by }: DrillRequest,
  signal: AbortSignal,
): Promise<readonly DrillRun[]> => {
  requireOperator(config, by, "a restore drill");
  const runs: DrillRun[] = [];
  for (const one of storesOf(config, store)) runs.push(await runDrill(deps, config, one, by, signal));
  return runs;
};

export type BackUpRequest = DrillRequest & { readonly store: string; readonly file: string };

/** Dumps the database of one store, and writes the list of what is in it beside the dump. */
export const backUpStore = async (
  deps: Deps,
  { config, store: name, file, by }: BackUpRequest,
  signal: AbortSignal,
): Promise<Seen> => {
  requireOperator(config, by, "a backup");
  const [store] = storesOf(config, name);
  if (store?.kind !== "postgres" || store.production === null)
    throw usage(
      `${name} names no production database.`,
      "Add production: $NAME to it, under backups: in headgate.yaml.",
    );
  const { production: database, schema, within } = store;
  return deps.looks.backUp({ database, schema, within, file, now: deps.now() }, signal);
};

const storesOf = ({ backups }: Config, name: string | null): readonly Backup[] => {
  const all = backups?.stores ?? [];
  const found = name === null ? all : all.filter((one) => one.name === name);
  if (found.length > 0) return found;
  const known = all.map((one) => one.name).join(", ");
  throw known === ""
    ? usage("headgate.yaml names no backups.", "Name them under backups:.")
    : usage(`There is no store ${name}.`, `Name one of them: ${known}.`);
};

const usage = (problem: string, fix: string): AppError => new AppError("USAGE", { problem, fix });
