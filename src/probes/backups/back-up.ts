import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { manifestFile, writeManifest } from "../../domain/backups/manifest.ts";
import type { Instant, Millis } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { Look } from "../port.ts";
import { onPostgres, urlOf } from "../postgres/connect.ts";
import { contentsIn } from "../postgres/contents.ts";
import { connectionEnv } from "./restore.ts";
import { lastWords, runProgram } from "./run-program.ts";

export type BackUpSettings = {
  /** `$NAME`. */
  readonly database: string;
  readonly schema: string | null;
  /** Where the dump goes; its list is written beside it. */
  readonly file: string;
  readonly within: Millis;
  readonly now: Instant;
};

/**
 * A dump by `pg_dump` and the list of what is in it, both of one snapshot, so that they agree while the database is
 * written to. The dump gets its name last but for its list: a file of that name is whole.
 */
export const backUp: Look<BackUpSettings> = ({ database, schema, file, within, now }, signal) =>
  onPostgres({ url: database, within, readOnly: true }, signal, async (query) => {
    await query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const [row] = await query("SELECT pg_export_snapshot() AS snapshot");
    const draft = `${file}.part`;
    const args = ["--format=custom", `--snapshot=${String(row?.snapshot)}`, "--file", draft];
    try {
      const { exit, errors } = await runProgram("pg_dump", args, { env: connectionEnv(urlOf(database)) }, signal);
      if (exit !== 0) throw failed(lastWords(errors) || `exit ${exit}`);
      const contents = await contentsIn(query, schema);
      const hash = createHash("sha256");
      await pipeline(createReadStream(draft), hash);
      await rename(draft, file);
      await writeFile(manifestFile(file), writeManifest({ ...contents, madeAt: now, sha256: hash.digest("hex") }));
      const sums = Object.values(contents.tables);
      const rows = sums.reduce((sum, table) => sum + table.rows, 0);
      return { figures: { tables: sums.length, rows }, findings: [], texts: { file, schema: contents.schema } };
    } finally {
      await rm(draft, { force: true });
    }
  });

const failed = (problem: string): AppError =>
  new AppError("PROBE_FAILED", { probe: "pg_dump", problem, fix: "Run pg_dump by hand to see why." });
