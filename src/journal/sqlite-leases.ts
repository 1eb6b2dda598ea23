import type { DatabaseSync } from "node:sqlite";
import type { Leases } from "./port.ts";
import { translating } from "./sqlite-errors.ts";

// One statement, hence atomic between processes. The row outlives a release, or the fence would begin again.
const take = `
  INSERT INTO leases (name, holder, fence, until) VALUES (:name, :holder, 1, :until)
  ON CONFLICT (name) DO UPDATE SET
    fence = fence + (leases.holder IS NOT excluded.holder), holder = excluded.holder, until = excluded.until
  WHERE leases.holder IS excluded.holder OR leases.until <= :now
  RETURNING fence`;

export const sqliteLeases = (db: DatabaseSync): Leases => {
  const taken = db.prepare(take);
  const freed = db.prepare("UPDATE leases SET holder = NULL, until = 0 WHERE name = ? AND holder = ?");
  const renewed = db.prepare("UPDATE leases SET until = :until WHERE holder = :holder RETURNING name, fence");
  const held = db.prepare("SELECT name, holder, fence FROM leases WHERE holder IS NOT NULL AND until > ?");
  return {
    async take(name, holder, term, now) {
      const row = translating(name, () => taken.get({ name, holder, now, until: now + term }));
      return row === undefined ? null : { name, holder, fence: Number(row.fence) };
    },
    async renew(holder, term, now) {
      const rows = translating("the leases", () => renewed.all({ holder, until: now + term }));
      return rows.map(({ name, fence }) => ({ name: String(name), holder, fence: Number(fence) }));
    },
    async release(name, holder) {
      translating(name, () => freed.run(name, holder));
    },
    async list(now) {
      const rows = translating("the leases", () => held.all(now));
      return rows.map(({ name, holder, fence }) => ({
        name: String(name),
        holder: String(holder),
        fence: Number(fence),
      }));
    },
  };
};
