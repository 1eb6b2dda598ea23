import { randomUUID } from "node:crypto";
import { keptText, readableKept, toKept } from "./kept.ts";
import type { Vault } from "./port.ts";
import type { Ask } from "./postgres-pool.ts";

const there = (now: string): string => `(until IS NULL OR until > ${now}::float8)`;

const one = `SELECT kind, key, value, until, version FROM headgate.vault WHERE kind = $1 AND key = $2 AND ${there("$3")}`;

// One statement each, hence atomic. What is over counts as not there.
const putNew = `
  INSERT INTO headgate.vault AS kept (kind, key, value, until, version, mark) VALUES ($1, $2, $3, $4, 1, $5)
  ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, until = excluded.until, version = 1, mark = excluded.mark
  WHERE kept.until <= $6::float8
  RETURNING 1`;

const putOver = `
  UPDATE headgate.vault SET value = $3, until = $4, version = version + 1, mark = $5
  WHERE kind = $1 AND key = $2 AND version = $7 AND ${there("$6")}
  RETURNING 1`;

const marked = "SELECT 1 FROM headgate.vault WHERE kind = $1 AND key = $2 AND mark = $3";

// No text that begins with the prefix sorts after the prefix followed by the highest code point.
const inPrefix = "kind = $1 AND key >= $2 AND key < $2 || chr(1114111)";

const list = `
  WITH gone AS (DELETE FROM headgate.vault WHERE ${inPrefix} AND until <= $3::float8)
  SELECT kind, key, value, until, version FROM headgate.vault WHERE ${inPrefix} AND ${there("$3")} ORDER BY key`;

/** Rows that change in place. */
export const postgresVault = (ask: Ask): Vault => ({
  async get(kind, key, now) {
    const [row] = (await ask("the vault", one, [kind, key, now])).rows;
    return row === undefined ? null : toKept(row);
  },
  async put({ kind, key, value, until }, expected, now) {
    const mark = randomUUID();
    const item = [kind, key, keptText(value), until, mark, now];
    const [sql, values] = expected === 0 ? [putNew, item] : [putOver, [...item, expected]];
    const { rows, repeated } = await ask("the vault", sql, values);
    if (rows.length > 0) return true;
    // The answer to an earlier try was lost on the way. The mark tells whether it was ours that was kept: somebody else
    // may have put the very same value.
    return repeated && (await ask("the vault", marked, [kind, key, mark])).rows.length > 0;
  },
  async remove(kind, key) {
    await ask("the vault", "DELETE FROM headgate.vault WHERE kind = $1 AND key = $2", [kind, key]);
  },
  async list(kind, prefix, now) {
    return readableKept((await ask("the vault", list, [kind, prefix, now])).rows);
  },
});
