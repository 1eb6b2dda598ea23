import type { Process } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import type { Purpose } from "../rollout/rollout.ts";
import { type Instant, millis, plus } from "../units.ts";
import { logKey, type Notice, type NoticeDelivery, type NoticeLog } from "./notice.ts";
import { isStopped, type Occurrence, occurrencesOf } from "./occurrences.ts";
import { recipients } from "./recipients.ts";

/** One recipient who has to hear of one occurrence. `isDue`: now, and not after a pause. */
export type Pending = {
  readonly notice: Notice;
  readonly occurrence: Occurrence;
  readonly to: string;
  readonly isDue: boolean;
};

/** Who is still to be told, however long ago it was tried. */
export const pendingNotices = (process: Process, release: Release, now: Instant): readonly Pending[] =>
  (process.notices ?? []).flatMap((notice) =>
    occurrencesOf(process, notice, release, now)
      .filter(({ isNews, key }) => isNews && logOf(release, notice, key)?.skipped == null)
      .flatMap((occurrence) => pendingOf(notice, occurrence, release, now)),
  );

const pendingOf = (notice: Notice, occurrence: Occurrence, release: Release, now: Instant): readonly Pending[] => {
  const log = logOf(release, notice, occurrence.key);
  const rests = isStopped(occurrence) || now < quietUntil(notice, occurrence, release);
  return recipients(notice, occurrence, release)
    .filter((to) => !isSettled(log?.to[to]))
    .map((to) => ({ notice, occurrence, to, isDue: !rests && now >= nextTry(notice, log?.to[to]) }));
};

const logOf = (release: Release, { id }: Notice, occurrence: string): NoticeLog | undefined =>
  release.notices[logKey(id, occurrence)];

export const isSettled = (delivery: NoticeDelivery | undefined): boolean =>
  delivery !== undefined && delivery.state !== "failing";

/** The first pause and the longest one, in ms. */
const [firstPause, longestPause] = [5_000, 120_000];

/** Twice as long after each try; the last one falls on the moment at which it is given up. */
const nextTry = ({ giveUpAfter }: Notice, delivery: NoticeDelivery | undefined): number => {
  if (delivery === undefined) return Number.NEGATIVE_INFINITY;
  const pause = Math.min(longestPause, firstPause * 2 ** (delivery.tries - 1));
  return Math.min(plus(delivery.at, millis(pause)), plus(delivery.since, giveUpAfter));
};

const quietUntil = ({ id, atMostEvery }: Notice, { key }: Occurrence, { notices }: Release): number => {
  if (atMostEvery === undefined) return Number.NEGATIVE_INFINITY;
  const others = Object.values(notices).filter(({ notice, occurrence }) => notice === id && occurrence !== key);
  const told = others.flatMap(({ to }) => Object.values(to).filter(({ state }) => state === "delivered"));
  return Math.max(Number.NEGATIVE_INFINITY, ...told.map(({ at }) => at + atMostEvery));
};

/** What is past and was told to nobody, or not to everybody, and about which nothing is said yet. */
export const missedNotices = (
  process: Process,
  release: Release,
  now: Instant,
): readonly { readonly notice: Notice; readonly occurrence: Occurrence }[] =>
  (process.notices ?? []).flatMap((notice) =>
    occurrencesOf(process, notice, release, now)
      .filter((occurrence) => !occurrence.isNews && isMissed(notice, occurrence, release))
      .map((occurrence) => ({ notice, occurrence })),
  );

const isMissed = (notice: Notice, occurrence: Occurrence, release: Release): boolean => {
  const log = logOf(release, notice, occurrence.key);
  return log?.skipped == null && recipients(notice, occurrence, release).some((to) => !isSettled(log?.to[to]));
};

/** Whether everybody who has to hear that this rollout starts has heard it, or was given up on (R73). */
export const isStartTold = (process: Process, release: Release, rollout: string, now: Instant): boolean =>
  !pendingNotices(process, release, now).some(
    ({ occurrence: one }) => one.on === "rollout-started" && one.rollout?.id === rollout,
  );

/** Whether anybody has to hear of a rollout there before its first step. */
export const announcesStart = (process: Process, release: Release, environment: string, purpose: Purpose): boolean =>
  purpose !== "drill" &&
  (process.notices ?? []).some(
    (notice) =>
      notice.on === "rollout-started" &&
      (notice.environment === undefined || notice.environment === environment) &&
      (notice.to.length > 0 || (release.plan.audiences[notice.audience ?? ""] ?? []).length > 0),
  );
