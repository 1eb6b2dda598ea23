import { type Instant, instant } from "../units.ts";
import type { Report } from "./evidence.ts";

/**
 * The moment at which a report wants its question asked again, for its answer takes longer than one look: a person has
 * to acknowledge something, a system is still at work. Null for an answer that is complete. Data, so that whatever
 * answers a check can wait: a probe, a command, a page.
 */
export const askAgainAt = ({ figures }: Pick<Report, "figures">): Instant | null =>
  figures.askAgainAt === undefined ? null : instant(figures.askAgainAt);

/** What an incomplete answer waits for, in words. */
export const waitsFor = ({ texts }: Pick<Report, "texts">): string =>
  texts.waitsFor ?? "the answer is not complete yet";

/** The alert that an incomplete answer waits for somebody to acknowledge; null for anything else. */
export const waitingFor = (report: Pick<Report, "figures" | "texts"> | null): string | null =>
  report === null || askAgainAt(report) === null ? null : (report.texts.alertId ?? null);
