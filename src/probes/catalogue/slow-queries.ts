import type { Finding } from "../../domain/release/evidence.ts";
import type { Millis } from "../../domain/units.ts";
import type { Look } from "../port.ts";
import { couldNotLook } from "./could-not-look.ts";
import { readOnlyQuery } from "./read-only-query.ts";
import { shown } from "./shown.ts";

export type SlowQueriesSettings = {
  /** Url of PostgreSQL with the extension pg_stat_statements, or `$NAME` for a variable that holds it. */
  readonly database: string;
  /** A statement counts as slow when it once took so long. */
  readonly over: Millis;
  readonly within: Millis;
};

/**
 * Of each slow statement: its hash, how often it ran, its longest and its mean time in ms, and its text. Of these kinds
 * PostgreSQL keeps the text without values; others, such as one that sets a password, it keeps as they were written.
 */
const asked = (over: Millis): string => `
  SELECT to_hex(s.queryid) AS hash, sum(s.calls)::text, max(s.max_exec_time)::text,
    (sum(s.total_exec_time) / greatest(sum(s.calls), 1))::text, min(regexp_replace(s.query, '\\s+', ' ', 'g'))
  FROM pg_stat_statements s
  WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND s.query NOT ILIKE '%pg_stat_statements%'
    AND s.query ~* '^\\s*(?:select|insert|update|delete|merge|with)\\M'
  GROUP BY s.queryid
  HAVING max(s.max_exec_time) >= ${over}
  ORDER BY max(s.max_exec_time) DESC LIMIT 200`;

/** So many statements are counted at all, and so many of them are hidden from whoever asks. */
const all = `SELECT count(*)::text AS counted, count(*) FILTER (WHERE queryid IS NULL)::text AS hidden
  FROM pg_stat_statements`;

/**
 * Statements that are slow by the server's own count, each a finding under the hash by which the server knows it: asked
 * before and after a release, the comparison tells which are new (R103). A slow one is no fault by itself.
 */
export const slowQueries: Look<SlowQueriesSettings> = async ({ database, over, within }, signal) => {
  const [[counted], rows] = await Promise.all([
    readOnlyQuery({ database, query: all, within }, signal),
    readOnlyQuery({ database, query: asked(over), within }, signal),
  ]);
  const [statements, hidden] = [Number(counted?.[0] ?? 0), Number(counted?.[1] ?? 0)];
  if (hidden > 0)
    throw couldNotLook(
      `slow-queries ${database}`,
      `${hidden} statements of others are hidden from this user`,
      "Grant it pg_read_all_stats.",
    );
  if (statements === 0)
    throw couldNotLook(`slow-queries ${database}`, "no statement was counted", "Turn pg_stat_statements on.");
  const findings = rows.map((row) => found(row.map((one) => one ?? "")));
  const worstMs = Math.max(0, ...rows.map((row) => Number(row[2])));
  return { figures: { checked: 1, failed: 0, statements, slow: rows.length, worstMs: round(worstMs) }, findings };
};

/** Its id stays the same however slow it is, so that the next look finds it again. */
const found = ([hash = "", calls, worst, mean, text = ""]: readonly string[]): Finding => ({
  id: `${hash} ${shown(text)}`,
  severity: "high",
  title: `took ${round(Number(worst))} ms once, ${round(Number(mean))} ms in the mean of ${calls}: ${shown(text)}`,
  where: `query ${hash}`,
});

const round = (ms: number): number => Math.round(ms * 10) / 10;
