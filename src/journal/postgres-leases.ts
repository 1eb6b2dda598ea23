import type { Leases } from "./port.ts";
import type { Ask } from "./postgres-pool.ts";

// The server's clock alone says when a term is over. It is read anew when a statement had to wait for another's.
const end = (term: string): string => `clock_timestamp() + ${term}::float8 * interval '1 millisecond'`;

// One statement, hence atomic. The row outlives a release, or the fence would begin again.
const take = `
  INSERT INTO headgate.leases AS held (name, holder, fence, until) VALUES ($1, $2, 1, ${end("$3")})
  ON CONFLICT (name) DO UPDATE SET
    fence = held.fence + (held.holder IS DISTINCT FROM excluded.holder)::int, holder = excluded.holder,
    until = ${end("$3")}
  WHERE held.holder = excluded.holder OR held.until <= clock_timestamp()
  RETURNING fence`;

const renew = `UPDATE headgate.leases SET until = ${end("$2")} WHERE holder = $1 RETURNING name, fence`;

const release = "UPDATE headgate.leases SET holder = NULL, until = '-infinity' WHERE name = $1 AND holder = $2";

const list = "SELECT name, holder, fence FROM headgate.leases WHERE holder IS NOT NULL AND until > clock_timestamp()";

export const postgresLeases = (ask: Ask): Leases => ({
  async take(name, holder, term) {
    const [row] = (await ask(name, take, [name, holder, term])).rows;
    return row === undefined ? null : { name, holder, fence: Number(row.fence) };
  },
  async renew(holder, term) {
    const { rows } = await ask("the leases", renew, [holder, term]);
    return rows.map(({ name, fence }) => ({ name: String(name), holder, fence: Number(fence) }));
  },
  async release(name, holder) {
    await ask(name, release, [name, holder]);
  },
  async list() {
    const { rows } = await ask("the leases", list, []);
    return rows.map(({ name, holder, fence }) => ({
      name: String(name),
      holder: String(holder),
      fence: Number(fence),
    }));
  },
});
