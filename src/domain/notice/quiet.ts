import type { Process } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import { type Instant, instant, plus } from "../units.ts";
import { utcMinute } from "../utc.ts";

/** An audience that was told of the plan, and hears nothing (R193). `late`: the date has passed, and nobody said so. */
export type QuietAudience = {
  readonly audience: string;
  /** When it heard anything last. */
  readonly since: Instant;
  /** From when on that is too long. */
  readonly at: Instant;
  readonly isLate: boolean;
};

/** In the order of the plan; none while nothing is dated, and none once production has begun. */
export const quietAudiences = (process: Process, release: Release, now: Instant): readonly QuietAudience[] => {
  const { productionAt, audiences } = release.plan;
  const rules = process.quiet;
  if (rules === undefined || productionAt === null || release.phase !== "open" || hasBegun(release, productionAt))
    return [];
  const announced = new Set(process.requirements.flatMap((one) => (one.kind === "message" ? [one.audience] : [])));
  return Object.entries(audiences).flatMap(([audience, to]): QuietAudience[] => {
    const heard = to.map((one) => release.heard[one]).filter((at) => at !== undefined);
    if (!announced.has(audience) || heard.length === 0) return [];
    const since = instant(Math.max(...heard));
    const late = since < productionAt ? plus(productionAt, rules.late) : null;
    const isLate = late !== null && now >= late;
    const close = Math.max(workingDaysBefore(productionAt, rules.workingDays), plus(since, rules.close));
    const at = isLate ? late : instant(Math.min(plus(since, rules.after), close));
    return now < at ? [] : [{ audience, since, at, isLate }];
  });
};

/** The plan was carried out; what was rolled back and dated anew is a plan again. */
const hasBegun = ({ rollouts }: Release, productionAt: Instant): boolean =>
  rollouts.some(
    ({ environment, purpose, phase, requestedAt }) =>
      environment === "production" && purpose === "deploy" && (phase !== "rolled-back" || requestedAt >= productionAt),
  );

/** The same time of day, so many days from Monday to Friday (in UTC) earlier. */
const workingDaysBefore = (at: Instant, days: number): Instant => {
  let [day, left] = [at as number, days];
  while (left > 0) {
    day -= 86_400_000;
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left--;
  }
  return instant(day);
};

export const quietInWords = ({ audience, since, isLate }: Omit<QuietAudience, "at">, productionAt: Instant): string => {
  const [date, last] = [utcMinute(productionAt), utcMinute(since)];
  return isLate
    ? `${audience} were told of ${date}; that has passed, production has not begun, and they have heard nothing of it`
    : `${audience} were told of ${date}, and have heard nothing since ${last}`;
};
