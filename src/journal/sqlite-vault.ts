import type { DatabaseSync } from "node:sqlite";
import type { Instant } from "../domain/units.ts";
import { keptText, readableKept, toKept } from "./kept.ts";
import type { Kept, Vault } from "./port.ts";
import { translating } from "./sqlite-errors.ts";

// One statement each, hence atomic between processes. What is over counts as not there.
const putNew = `
  INSERT INTO vault AS kept (kind, key, value, until, version) VALUES (:kind, :key, :value, :until, 1)
  ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, until = excluded.until, version = 1
  WHERE kept.until <= :now`;

const putOver = `
  UPDATE vault SET value = :value, until = :until, version = version + 1
  WHERE kind = :kind AND key = :key AND version = :expected AND (until IS NULL OR until > :now)`;

// No text that begins with the prefix sorts after the prefix followed by the highest code point.
const inPrefix = "kind = :kind AND key >= :prefix AND key < :prefix || char(0x10FFFF)";

const there = "(until IS NULL OR until > :now)";

export const sqliteVault = (db: DatabaseSync): Vault => {
  const one = db.prepare(`SELECT * FROM vault WHERE kind = :kind AND key = :key AND ${there}`);
  const [added, changed] = [db.prepare(putNew), db.prepare(putOver)];
  const removed = db.prepare("DELETE FROM vault WHERE kind = ? AND key = ?");
  const all = db.prepare(`SELECT * FROM vault WHERE ${inPrefix} AND ${there} ORDER BY key`);
  const anyOver = db.prepare(`SELECT 1 FROM vault WHERE ${inPrefix} AND until <= :now LIMIT 1`);
  const cleared = db.prepare(`DELETE FROM vault WHERE ${inPrefix} AND until <= :now`);
  return {
    async get(kind, key, now) {
      const row = translating("the vault", () => one.get({ kind, key, now }));
      return row === undefined ? null : toKept(row);
    },
    async put({ kind, key, value, until }, expected, now) {
      const item = { kind, key, value: keptText(value), until, now };
      const { changes } = translating("the vault", () =>
        expected === 0 ? added.run(item) : changed.run({ ...item, expected }),
      );
      return Number(changes) === 1;
    },
    async remove(kind, key) {
      translating("the vault", () => removed.run(kind, key));
    },
    async list(kind, prefix, now) {
      const asked = { kind, prefix, now };
      return translating("the vault", () => {
        // A look alone takes no lock that others wait for.
        if (anyOver.get(asked) !== undefined) cleared.run(asked);
        return readableKept(all.all(asked));
      });
    },
  };
};

/** All kinds at once, for whoever moves them. @throws AppError `JOURNAL_DAMAGED` when one cannot be read */
export const everythingKept = (db: DatabaseSync, now: Instant): readonly Kept[] =>
  db.prepare(`SELECT * FROM vault WHERE ${there} ORDER BY kind, key`).all({ now }).map(toKept);
