import { isTooLateFor } from "../process/dates.ts";
import { partsOf } from "../process/parts-of.ts";
import type { Check, Process } from "../process/process.ts";
import { isReference, isVex } from "../process/side-parts.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import { heldFor } from "../room/outdated-looks.ts";
import { withAlarm } from "../validation/with-alarm.ts";
import { personBy } from "./authors.ts";
import type { Actor, Command } from "./commands.ts";
import type { ReleaseEvent } from "./events.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceKey, type Release } from "./release.ts";
import { personOf } from "./who-may.ts";

/** Clocks differ a little; a report from further in the future than this was not made yet (R209). In ms. */
const skew = 60_000;

/** A report or a probe's answer becomes evidence if it is about this build, from the past, and signed by whom it needs. */
export const decideEvidence = (
  process: Process,
  release: Release,
  { evidence, origin, by, at, inProduction }: Extract<Command, { type: "RecordEvidence" }>,
): Decision<ReleaseEvent> => {
  const check = process.requirements.find(({ id }) => id === evidence.requirement);
  if (check === undefined) return refuse("UNKNOWN_REQUIREMENT", { requirement: evidence.requirement });
  if (check.kind !== "check") return refuse("WRONG_KIND", { requirement: check.id, kind: check.kind, wanted: "check" });
  if (isTooLateFor(process, release, check))
    return refuse("TOO_LATE_TO_ASK", { requirement: check.id, stage: check.until ?? "" });
  // What a probe saw comes from the conductor alone: nobody else can say "I looked".
  if (origin === "import" ? !takes(check, evidence) : by.kind !== "system")
    return refuse("NOT_BY_REPORT", {
      requirement: check.id,
      part: evidence.part,
      format: evidence.format,
      takes: takesWhat(check),
    });
  const said = evidence.report?.build ?? evidence.build;
  const expected = isReference(check, evidence.part) ? (inProduction ?? "nothing") : release.build.digest;
  if (said !== expected || evidence.build !== expected)
    return refuse("OTHER_BUILD", { requirement: check.id, digest: said, expected });
  const madeAt = evidence.report?.madeAt ?? evidence.at;
  if (madeAt > at + skew)
    return refuse("FROM_THE_FUTURE", { requirement: check.id, madeAt: new Date(madeAt).toISOString() });
  const unsigned = whySignerFails(release, check, evidence) ?? whyNobodyExcuses(release, check, evidence, by);
  if (unsigned !== null) return refuse("SIGNER_NOT_ALLOWED", { requirement: check.id, problem: unsigned });
  const recheck = origin === "probe" ? heldFor(process, release, check, evidence) : null;
  if (recheck !== null) {
    const { requirement, part, source, raw } = evidence;
    return accept<ReleaseEvent>([{ type: "CheckHeld", at, recheck, requirement, part, source, raw, madeAt }]);
  }
  const known = release.evidence[evidenceKey(check.id, evidence.part)];
  return origin === "import" && known !== undefined && isSame(known, evidence)
    ? accept<ReleaseEvent>([], `${check.id} has this very report already`)
    : accept<ReleaseEvent>(
        withAlarm(process, release, check, {
          type: "EvidenceRecorded",
          at,
          evidence: by.kind === "system" ? evidence : { ...evidence, by: by.id },
        }),
      );
};

const takes = (check: Check, { part, format }: Evidence): boolean =>
  isVex(check, part)
    ? (check.vex ?? []).includes(format)
    : check.reports.includes(format) && (partsOf(check).includes(part) || isReference(check, part));

const takesWhat = (check: Check): string =>
  check.reports.length === 0
    ? "no report at all: it is answered only by what Headgate itself saw"
    : `${check.reports.join(" or ")}${check.parts.length > 0 ? ` for ${check.parts.join(", ")}` : ""}`;

/** The same bytes, and nothing else that they are read beside. */
const isSame = (a: Evidence, b: Evidence): boolean =>
  a.raw === b.raw &&
  a.vex?.raw === b.vex?.raw &&
  a.compared?.raw === b.compared?.raw &&
  a.compared?.build === b.compared?.build;

/**
 * Saying that a weakness does not matter here is a decision: whoever brings such a word answers for it, and holds the
 * role that owes the check.
 */
const whyNobodyExcuses = (release: Release, check: Check, { part, report }: Evidence, by: Actor): string | null => {
  if (!isVex(check, part) && (report?.figures.excused ?? 0) === 0) return null;
  if (by.kind === "system" && !isVex(check, part)) return null;
  const roles = by.kind === "human" ? (personOf(release, by.id)?.roles ?? []) : [];
  return roles.includes(check.owner)
    ? null
    : `it takes findings out of the count; a person with the role ${check.owner} must bring it`;
};

/** A report that nobody may sign needs no signer; one that somebody must needs a human who holds one of the roles. */
const whySignerFails = (release: Release, { signers }: Check, { report }: Evidence): string | null => {
  if (signers.length === 0 || report === null) return null;
  if (report.signer === null) return `it names no signer; ${signers.join(" or ")} must sign it`;
  const person = personOf(release, report.signer) ?? personBy(release.plan.people, report.signer);
  if (person === undefined) return `its signer ${report.signer} is nobody of this release`;
  if (person.kind === "agent") return `its signer ${person.id} is an agent; a person must sign`;
  return person.roles.some((role) => signers.includes(role))
    ? null
    : `its signer ${person.id} holds none of: ${signers.join(", ")}`;
};
