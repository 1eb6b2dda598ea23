import { randomBytes } from "node:crypto";
import type { Instant, Millis } from "../../domain/units.ts";
import { onPostgres, urlOf } from "../postgres/connect.ts";

export type ScratchDatabase = AsyncDisposable & { readonly name: string; readonly url: string };

/** Of one service: `headgate_drill_shop_20261129t010203_1f0c2a`. Only databases of such a name are ever dropped. */
const prefixOf = (service: string): string => `headgate_drill_${service.replaceAll("-", "_").slice(0, 24)}_`;

const stampOf = (at: Instant): string =>
  new Date(at)
    .toISOString()
    .replace(/[-:]|\..*/g, "")
    .toLowerCase();

/** When a leftover was made; null for a name that no drill has given. */
const madeAt = (name: string, prefix: string): number | null => {
  const parts = /^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)_[0-9a-f]{6}$/.exec(name.slice(prefix.length));
  if (!name.startsWith(prefix) || parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

/**
 * An empty database that is dropped at the end. What earlier drills left behind when they were killed is dropped first:
 * those that are older than any drill may take, so that one which runs on another machine keeps its own.
 *
 * @param server  `$NAME`, or a url of our own: any database of the server on which to make it
 */
export const scratchDatabase = async (
  server: string,
  service: string,
  { now, within }: { readonly now: Instant; readonly within: Millis },
  signal: AbortSignal,
): Promise<ScratchDatabase> => {
  const prefix = prefixOf(service);
  const name = `${prefix}${stampOf(now)}_${randomBytes(3).toString("hex")}`;
  const url = new URL(urlOf(server));
  url.pathname = `/${name}`;
  const asked = { url: server, within, readOnly: false };
  await onPostgres(asked, signal, async (query) => {
    const rows = await query("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", [prefix]);
    for (const { datname } of rows) {
      const made = madeAt(String(datname), prefix);
      if (made !== null && made < now - within - 60_000)
        await query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
    }
    await query(`CREATE DATABASE "${name}" TEMPLATE template0`);
  });
  return {
    name,
    url: url.href,
    // By a signal of its own: what was made is dropped also when the drill was stopped.
    [Symbol.asyncDispose]: () =>
      onPostgres({ ...asked, within: dropWithin }, AbortSignal.timeout(dropWithin), async (query) => {
        await query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      }),
  };
};

const dropWithin = 30_000 as Millis;
