import { AppError } from "../errors.ts";
import type { Store } from "./port.ts";

export type Place = {
  /** State folder, for the embedded store. */
  readonly folder: string;
  /** Url of PostgreSQL; without it, or empty, the embedded store is used. */
  readonly database?: string | undefined;
};

/** `where`, for people: "in FOLDER" or "on PostgreSQL at HOST:PORT/DATABASE". */
export type OpenedStore = Store & { readonly where: string };

/**
 * The store that is meant. Each is loaded when it is asked for, so that a command does not start with both.
 * @throws AppError `USAGE` for an embedded journal that was moved away: going on there would split the history in two
 */
export const openStore = async ({ folder, database }: Place): Promise<OpenedStore> => {
  if (database !== undefined && database !== "") {
    const shared = await (await import("./postgres.ts")).openPostgresJournal(database);
    return { ...shared, where: `on PostgreSQL at ${shared.where}` };
  }
  const store = (await import("./sqlite.ts")).openSqliteJournal(folder);
  const movedTo = store.moving.movedTo();
  if (movedTo === null) return { ...store, where: `in ${folder}` };
  await store.close();
  throw new AppError("USAGE", {
    problem: `The journal of ${folder} was moved to PostgreSQL at ${movedTo}.`,
    fix: "Set HEADGATE_DATABASE_URL, or database: in headgate.yaml, to where it is now.",
  });
};
