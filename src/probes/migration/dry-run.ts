import { type DatabaseContents, lostData } from "../../domain/migration/kept-data.ts";
import type { Millis } from "../../domain/units.ts";
import { answered } from "../catalogue/answered.ts";
import { couldNotLook } from "../catalogue/could-not-look.ts";
import { readOnlyQuery } from "../catalogue/read-only-query.ts";
import { shown } from "../catalogue/shown.ts";
import type { Look } from "../port.ts";
import { onPostgres, type Query, urlOf } from "../postgres/connect.ts";
import { databaseContents } from "./database-contents.ts";

export type DryRunSettings = {
  /** A copy that may be changed: `$NAME`, or a url without a password. */
  readonly copy: string;
  readonly command: readonly string[];
  /** Runs the migration on the copy, whose url it is given. */
  readonly run: (url: string, signal: AbortSignal) => Promise<{ readonly exit: number; readonly errors: string }>;
  /** Tables and columns that it is meant to change. */
  readonly changes: readonly string[];
  /** Queries that must come to the same before and after. */
  readonly invariants: readonly string[];
  readonly within: Millis;
};

type Held = { readonly contents: DatabaseContents; readonly invariants: readonly string[] };

/**
 * A migration on a copy of production's data: it must come to its end, lose no row, alter no value that it was not meant
 * to, and leave every invariant as it was (R108, R109).
 */
export const dryRun: Look<DryRunSettings> = async (settings, signal) => {
  const { copy, command, run, changes, invariants } = settings;
  await mustBeAlone(settings, signal);
  const before = await held(settings, signal);
  if (Object.values(before.contents).every(({ rows }) => rows === 0))
    throw couldNotLook(`dry-run ${copy}`, "the copy has no row", "Restore production's data into it first.");
  const { exit, errors } = await run(urlOf(copy), signal);
  const where = command.join(" ");
  if (exit !== 0) return answered("dry-run", where, [`ended with ${exit}: ${hidden(copy, errors)}`]);
  const after = await held(settings, signal);
  const altered = invariants.flatMap((query, i) =>
    before.invariants[i] === after.invariants[i]
      ? []
      : [`${shown(query)} gives ${after.invariants[i]} instead of ${before.invariants[i]}`],
  );
  const problems = [...lostData(before.contents, after.contents, changes), ...altered];
  return answered("dry-run", where, problems, { tables: Object.keys(before.contents).length, rows: rowsIn(before) });
};

const rowsIn = ({ contents }: Held): number => Object.values(contents).reduce((sum, { rows }) => sum + rows, 0);

const onCopy = <T>({ copy, within }: DryRunSettings, signal: AbortSignal, work: (query: Query) => Promise<T>) =>
  onPostgres({ url: copy, within, readOnly: true }, signal, work);

const others = `SELECT count(*)::int AS others FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;

/** Where others are at work it is no copy, but perhaps production under a wrong name. */
const mustBeAlone = async (settings: DryRunSettings, signal: AbortSignal): Promise<void> => {
  const [row] = await onCopy(settings, signal, (query) => query(others));
  if (Number(row?.others) > 0)
    throw couldNotLook(
      `dry-run ${settings.copy}`,
      `${Number(row?.others)} others are connected to it, so that it may be no copy`,
      "Name a database that nobody uses; nothing was run.",
    );
};

const held = async (settings: DryRunSettings, signal: AbortSignal): Promise<Held> => {
  const { copy: database, within } = settings;
  const contents = await onCopy(settings, signal, databaseContents);
  const asked = settings.invariants.map((query) => readOnlyQuery({ database, query, within }, signal));
  return { contents, invariants: (await Promise.all(asked)).map((rows) => shown(JSON.stringify(rows))) };
};

/** A tool may repeat the address that it was given, with the password in it. */
const hidden = (copy: string, errors: string): string => {
  const { password } = new URL(urlOf(copy));
  const secrets = [urlOf(copy), password, decodeURIComponent(password)].filter((one) => one !== "");
  return shown(secrets.reduce((text, one) => text.replaceAll(one, "[hidden]"), errors.slice(-500)) || "no output");
};
