import { reviewIdOf } from "../domain/release/reviewers.ts";
import { utc } from "../domain/utc.ts";
import type { DocumentInput } from "./input.ts";
import { type Markdown, table } from "./markdown.ts";
import { nameOf } from "./people.ts";

/** Exceptions, asked for and granted (R52), and what a small team could not separate (R199). */
export const waiverTable = ({ release }: DocumentInput): Markdown =>
  table(
    ["Waiver of", "Asked for by", "Granted by", "Until", "Why", "Risk", "Control instead"],
    Object.entries(release.waivers).map(([id, { requestedBy, grantedBy, expires, reason, risk, control }]) => [
      id,
      nameOf(release.plan, requestedBy),
      grantedBy === null ? "nobody" : nameOf(release.plan, grantedBy),
      utc(expires),
      reason,
      risk,
      control,
    ]),
  );

export const conflictTable = ({ release }: DocumentInput): Markdown =>
  table(
    ["Approval", "Duty that was not kept", "Reviewed afterwards by", "Review"],
    Object.entries(release.approvals).flatMap(([id, { conflict }]) => {
      if (conflict === null) return [];
      const done = release.records[`review.${id}`];
      return [
        [
          id,
          conflict.duty,
          nameOf(release.plan, conflict.reviewer),
          done === undefined ? "owed" : `filed ${utc(done.at)}`,
        ],
      ];
    }),
  );

/** What one person opened alone, and whether somebody else has looked at it since (R202). */
export const breakGlassTable = ({ release, now }: DocumentInput): Markdown =>
  table(
    ["Opened in an emergency", "By", "When", "Why", "Review"],
    release.broken.map(({ requirement, by, at, reason, reviewBy }, i) => {
      const done = release.records[reviewIdOf(i)];
      const open = now > reviewBy ? `OVERDUE since ${utc(reviewBy)}` : `owed until ${utc(reviewBy)}`;
      const review = done === undefined ? open : `by ${nameOf(release.plan, done.by)}, ${utc(done.at)}`;
      return [requirement, nameOf(release.plan, by), utc(at), reason, review];
    }),
  );
