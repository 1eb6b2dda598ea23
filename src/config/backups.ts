import { z } from "zod";
import type { Millis } from "../domain/units.ts";
import { camelKeys } from "./camel-keys.ts";
import type { Complaint } from "./complaint.ts";
import { someDuration } from "./duration.ts";
import type { Sound } from "./sound.ts";
import { command, name, share, strict, text } from "./values.ts";
import { databaseVariable, oneValueQuery } from "./world-url.ts";

type Common = { readonly name: string; readonly within: Millis };

/** A dump of PostgreSQL. Urls are `$NAME`. */
export type PostgresBackup = Common & {
  readonly kind: "postgres";
  /** File or pattern; the newest counts. */
  readonly dump: string;
  /** A server on which databases may be made; null starts one of this machine for the drill. */
  readonly scratch: string | null;
  readonly production: string | null;
  readonly schema: string | null;
  /** Share of production's rows that may be missing, where the backup does not say what is in it. */
  readonly tolerance: number;
};

/** An archive of files that `tar` unpacks. */
export type FilesBackup = Common & { readonly kind: "files"; readonly archive: string };

/** Anything else: a command of the service's own that restores and tells figures. */
export type CommandBackup = Common & { readonly kind: "command"; readonly command: readonly string[] };

export type Backup = PostgresBackup | FilesBackup | CommandBackup;

export type Backups = { readonly drillEvery: Millis; readonly stores: readonly Backup[] };

const common = {
  name: name.describe("What people call it."),
  within: someDuration.prefault("1h").describe("A restore that takes longer has failed."),
};

const store = z.discriminatedUnion("kind", [
  strict({
    kind: z.literal("postgres"),
    ...common,
    dump: text.describe("The dump, or a pattern of which the newest counts, such as backups/orders-*.dump."),
    scratch: databaseVariable
      .nullable()
      .default(null)
      .describe("$NAME of a server on which databases may be made and dropped; without it one is started here."),
    production: databaseVariable.nullable().default(null).describe("$NAME of the database that was backed up."),
    schema: oneValueQuery.nullable().default(null).describe("Query for the schema version."),
    tolerance: share.prefault("5%").describe("Rows that production may have more or fewer than its backup."),
  }),
  strict({
    kind: z.literal("files"),
    ...common,
    archive: text.describe("The archive, or a pattern of which the newest counts; tar unpacks it."),
  }),
  strict({
    kind: z.literal("command"),
    ...common,
    command: command.describe("Restores it somewhere and prints a report of figures."),
  }),
]);

export const backups = strict({
  "drill-every": someDuration
    .prefault("30d")
    .describe("A restore drill that is younger than this is not repeated; its figures count."),
  stores: z.array(store).min(1).describe("Everything of which there are backups."),
})
  .transform((given): Backups => camelKeys(given))
  .nullable()
  .default(null)
  .describe("Which backups there are, and how they are restored to see that they can be.");

export const backupRules = (given: Sound<z.input<typeof backups>> | undefined): readonly Complaint[] => {
  const stores = given?.stores ?? [];
  return stores.flatMap((one, i): readonly Complaint[] => {
    const path = ["backups", "stores", i];
    const twice = one?.name !== undefined && stores.findIndex((other) => other?.name === one.name) < i;
    const shared = one?.kind === "postgres" && one.scratch != null && one.scratch === one.production;
    return [
      ...(twice
        ? [{ path: [...path, "name"], what: "is the name of an earlier store", fix: "give each its own" }]
        : []),
      ...(shared
        ? [{ path: [...path, "scratch"], what: "is production itself", fix: "name another server to restore to" }]
        : []),
    ];
  });
};
