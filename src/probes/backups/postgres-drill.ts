import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { type Contents, type Damage, damageTo, gapTo } from "../../domain/backups/contents.ts";
import type { Instant, Millis } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { Look, Seen } from "../port.ts";
import { onPostgres } from "../postgres/connect.ts";
import { contentsIn, rowsIn } from "../postgres/contents.ts";
import { schemaOf } from "../postgres/tables.ts";
import { type BackupFile, newestFile } from "./newest-file.ts";
import { restore } from "./restore.ts";
import { scratchDatabase } from "./scratch-database.ts";
import { scratchServer } from "./scratch-server.ts";

export type PostgresDrillSettings = {
  readonly service: string;
  readonly name: string;
  /** File or pattern, relative to `home`. */
  readonly dump: string;
  /** `$NAME`; null starts a server for the drill. */
  readonly scratch: string | null;
  readonly production: string | null;
  readonly schema: string | null;
  readonly tolerance: number;
  readonly within: Millis;
  readonly home: string;
  readonly now: Instant;
};

/**
 * Restores the newest dump into a database of its own, counts and sums what came back, and drops it. A backup that cannot
 * be restored is an answer, with the restore's own words, and no error.
 */
export const postgresDrill: Look<PostgresDrillSettings> = async (settings, signal) => {
  const backup = await newestFile(settings.home, settings.dump);
  const limit = AbortSignal.timeout(settings.within);
  const within = AbortSignal.any([signal, limit]);
  try {
    await using server = await scratchServer(settings.scratch, within);
    await using scratch = await scratchDatabase(server.url, settings.service, settings, within);
    const began = performance.now();
    const problem = (await changed(backup)) ?? (await restore(backup.path, scratch.url, within));
    const seconds = (performance.now() - began) / 1_000;
    if (problem !== null) return failed(settings, backup, problem, seconds);
    const asked = { url: scratch.url, within: settings.within, readOnly: true };
    const restored = await onPostgres(asked, within, (query) => contentsIn(query, settings.schema));
    return await judged(settings, backup, restored, seconds, within);
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.aborted) throw error;
    const took = settings.within / 1_000;
    return failed(settings, backup, `it was not restored within ${took} s`, took);
  }
};

/** A dump that is not the one which its list was written for. */
const changed = async ({ path, name, manifest }: BackupFile): Promise<string | null> => {
  if (manifest === null) return null;
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex") === manifest.sha256
    ? null
    : `${name} has changed since it was made: its SHA-256 is another`;
};

const failed = ({ name }: PostgresDrillSettings, backup: BackupFile, problem: string, seconds: number): Seen => {
  const lost = Object.values(backup.manifest?.tables ?? {}).reduce((sum, { rows }) => sum + rows, 0);
  return {
    figures: { rowsRestored: 0, rowsDamaged: Math.max(1, lost), restoreSeconds: seconds },
    findings: [found(name, problem, backup.name)],
    texts: { backup: backup.name, problem },
  };
};

const found = (store: string, title: string, where: string) =>
  ({ id: `backup ${store}`, severity: "critical", title, where }) as const;

const judged = async (
  settings: PostgresDrillSettings,
  backup: BackupFile,
  restored: Contents,
  restoreSeconds: number,
  signal: AbortSignal,
): Promise<Seen> => {
  const { name, schema } = settings;
  const production = await productionOf(settings, signal);
  const rows = Object.values(restored.tables).reduce((sum, table) => sum + table.rows, 0);
  const [damage, comparedWith] = compared(settings, backup, restored, production?.rows ?? null);
  const matches = production === null ? null : production.schema === restored.schema;
  const problems = [
    ...damage.says,
    ...(rows === 0 ? ["no row came back"] : []),
    ...(matches === false && production !== null
      ? [`schema ${restored.schema} was restored, production has ${production.schema}`]
      : []),
  ];
  return {
    figures: {
      rowsRestored: rows,
      tablesRestored: Object.keys(restored.tables).length,
      restoreSeconds,
      // What was compared with nothing is not called whole.
      ...(comparedWith === "nothing" ? {} : { rowsDamaged: damage.rows }),
      ...(matches === null ? {} : { schemaMatches: matches ? 1 : 0 }),
    },
    findings: problems.map((title) => found(name, title, backup.name)),
    texts: { backup: backup.name, comparedWith, schema: restored.schema, schemaBy: schema ?? "all columns" },
  };
};

const compared = (
  { tolerance }: PostgresDrillSettings,
  { manifest }: BackupFile,
  { tables }: Contents,
  production: Readonly<Record<string, number>> | null,
): readonly [Damage, string] => {
  if (manifest !== null) return [damageTo(tables, manifest.tables), "its own list, by rows and checksums"];
  if (production !== null) return [gapTo(tables, production, tolerance), "production, by rows"];
  return [{ rows: 0, says: [] }, "nothing"];
};

/** Null where the store names no production. Its rows are counted only where the backup does not say what is in it. */
const productionOf = async ({ production: url, schema, within, name }: PostgresDrillSettings, signal: AbortSignal) => {
  if (url === null) return null;
  try {
    return await onPostgres({ url, within, readOnly: true }, signal, async (query) => ({
      rows: await rowsIn(query),
      schema: await schemaOf(query, schema),
    }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { problem } = error.detail;
    throw new AppError(
      "PROBE_FAILED",
      { probe: `production of ${name}`, problem: problem ?? error.message, fix: error.fix },
      { cause: error },
    );
  }
};
