import type { Rollout } from "../rollout/rollout.ts";
import { type Instant, type Millis, millis, plus, since } from "../units.ts";
import { logKey, type Notice, type NoticeLogs } from "./notice.ts";

type Ran = { readonly key: string; readonly at: Instant; readonly isNews: boolean; readonly missed: number };

/**
 * What is told again and again while a rollback runs: the newest, and before it whatever nobody was told of in time, as
 * one. So there is never more than one message, however long nobody was there to send any (T39).
 */
export const ranFor = (
  notice: Notice,
  { id, rollback, phase, endedAt }: Rollout,
  logs: NoticeLogs,
  now: Instant,
): readonly Ran[] => {
  const { every } = notice;
  if (rollback === null || every === undefined || (phase !== "rolling-back" && phase !== "rolled-back")) return [];
  const isRunning = phase === "rolling-back";
  const due = Math.floor(since(rollback.at, isRunning ? now : (endedAt ?? now)) / every);
  const name = id.slice(id.lastIndexOf("/") + 1);
  const past = isRunning ? due - 1 : due;
  const known = lastKnown(past, (n) => logs[logKey(notice.id, `${name} ${keyOf(n)}`)] !== undefined);
  const nth = (n: number, isNews: boolean, missed: number): Ran => ({
    key: keyOf(n),
    at: dueAt(rollback.at, every, n),
    isNews,
    missed,
  });
  return [
    ...(past > known ? [nth(past, false, past - known)] : []),
    ...(isRunning && due > 0 ? [nth(due, true, 1)] : []),
  ];
};

const keyOf = (n: number): string => `rollback running ${n}`;
const dueAt = (from: Instant, every: Millis, n: number): Instant => plus(from, millis(every * n));

const lastKnown = (from: number, isKnown: (n: number) => boolean): number => {
  for (let n = from; n > 0; n--) if (isKnown(n)) return n;
  return 0;
};
