import { setTimeout as pause } from "node:timers/promises";
import { Pool, type QueryResult } from "pg";
import { isPassing, translated } from "./postgres-errors.ts";
import type { Connection } from "./postgres-url.ts";
import type { Row } from "./rows.ts";

/** `repeated`: an earlier try of the same statement failed on the way, and may have been done all the same. */
export type Answer = { readonly rows: readonly Row[]; readonly repeated: boolean };

/** @param about  stream or other thing, for the words of an error */
export type Ask = (about: string, sql: string, values?: readonly unknown[]) => Promise<Answer>;

export type Database = { readonly where: string; readonly ask: Ask; readonly close: () => Promise<void> };

/** One conductor seldom has more than two statements under way; PostgreSQL allows 100 connections by default. */
const connections = 4;
/** ms. A statement that is refused by the server's own clock comes back with a reason, so that clock is the shorter. */
const limits = { connect: 3_000, statement: 10_000, answer: 12_000, lock: 5_000 };

// A client that is stopped holds nothing: each statement is its own transaction. The rest is for connections whose
// other end died without a word.
// Without sequential scans a statement never touches other streams' rows, so that a bad page among these harms no other.
// headgate.feeds is ours: it tells the database that this process feeds what it appends. To have a trigger do it would
// make the first append of every connection take twice as long.
const session = [
  "enable_seqscan=off",
  "headgate.feeds=on",
  "default_transaction_isolation=read\\ committed",
  `statement_timeout=${limits.statement}`,
  `lock_timeout=${limits.lock}`,
  "idle_in_transaction_session_timeout=5000",
  "tcp_keepalives_idle=30",
  "tcp_keepalives_interval=5",
  "tcp_keepalives_count=3",
];

/**
 * @param patience  for how long, in ms, a statement is tried again while PostgreSQL cannot be reached: a restart takes
 *                  seconds, and nobody need hear of it
 */
export const openPool = ({ where, ...connection }: Connection, patience: number): Database => {
  const pool = new Pool({
    ...connection,
    max: connections,
    connectionTimeoutMillis: limits.connect,
    query_timeout: limits.answer,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: "headgate",
    options: session.map((setting) => `-c ${setting}`).join(" "),
  });
  // An idle connection broke. The pool has dropped it; whoever asks next gets a new one.
  pool.on("error", () => undefined);
  let closed: Promise<void> | undefined;
  const ask: Ask = async (about, sql, values = []) => {
    try {
      return await persistently(() => run(pool, sql, values), patience);
    } catch (error) {
      throw translated(error, where, about);
    }
  };
  return {
    where,
    ask,
    close() {
      closed ??= pool.end();
      return closed;
    },
  };
};

// Without values it goes as a simple query, which may hold several statements: they are one transaction.
// A connection on which anything failed is closed by the pool, so that a late answer meets nobody.
const run = (pool: Pool, sql: string, values: readonly unknown[]): Promise<QueryResult> =>
  values.length === 0 ? pool.query(sql) : pool.query(sql, [...values]);

/** Every statement of ours may be repeated; `append` alone has to know whether it was. */
const persistently = async (attempt: () => Promise<QueryResult>, patience: number): Promise<Answer> => {
  const end = performance.now() + patience;
  for (let tries = 1; ; tries++) {
    try {
      return { rows: (await attempt()).rows ?? [], repeated: tries > 1 };
    } catch (error) {
      // Most often it was an idle connection that had died, so that the first wait is short.
      const wait = Math.min(10 * 4 ** (tries - 1), 1_000);
      if (!isPassing(error) || performance.now() + wait > end) throw error;
      await pause(wait);
    }
  }
};
