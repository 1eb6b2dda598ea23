import { pendingNotices } from "../domain/notice/pending.ts";
import { quietAudiences, quietInWords } from "../domain/notice/quiet.ts";
import type { Process } from "../domain/process/process.ts";
import type { Release } from "../domain/release/release.ts";
import type { Instant } from "../domain/units.ts";
import type { NoticesAnswer, ToldLine } from "./notices-answer.ts";

/** In the order of time; what nobody was told yet comes last. */
export const toNoticesAnswer = (process: Process, release: Release, now: Instant): NoticesAnswer => {
  const past = [...messages(release), ...logged(release)].toSorted((a, b) => (a.at ?? "").localeCompare(b.at ?? ""));
  const known = new Set(past.map(({ id, about, to }) => `${id} ${about} ${to}`));
  const pending = pendingNotices(process, release, now)
    .map(({ notice, occurrence, to }) => ({ id: notice.id, about: occurrence.key, to }))
    .filter(({ id, about, to }) => !known.has(`${id} ${about} ${to}`))
    .map((one): ToldLine => ({ ...one, state: "pending", at: null, detail: "not told yet" }));
  const quiet = quietAudiences(process, release, now).map((one) => ({
    audience: one.audience,
    says: quietInWords(one, release.plan.productionAt ?? one.at),
  }));
  return { release: release.id, told: [...past, ...pending], quiet };
};

const iso = (at: Instant): string => new Date(at).toISOString();

const messages = ({ deliveries }: Release): readonly ToldLine[] =>
  Object.entries(deliveries).flatMap(([id, byRecipient]) =>
    Object.entries(byRecipient).map(([to, { delivered, at, detail }]) => ({
      id,
      about: "",
      to,
      state: delivered ? ("delivered" as const) : ("failing" as const),
      at: iso(at),
      detail,
    })),
  );

const logged = ({ notices }: Release): readonly ToldLine[] =>
  Object.values(notices).flatMap(({ notice: id, occurrence: about, skipped, to: all }): readonly ToldLine[] => [
    ...Object.entries(all).map(([to, { state, at, detail }]) => ({ id, about, to, state, at: iso(at), detail })),
    ...(skipped === null
      ? []
      : [{ id, about, to: "", state: "skipped" as const, at: iso(skipped.at), detail: skipped.reason }]),
  ]);
