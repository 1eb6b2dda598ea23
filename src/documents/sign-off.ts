import { rollbackPapers } from "../domain/failure/rollback-papers.ts";
import type { Approval } from "../domain/process/process.ts";
import { type Approved, lastRollout } from "../domain/release/release.ts";
import { provedBy } from "../domain/release/stand-in.ts";
import { utc } from "../domain/utc.ts";
import { drillTime, rollbackTable } from "./attempts.ts";
import { short } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, code, md, section, table } from "./markdown.ts";
import { page, type Template } from "./page.ts";
import { nameOf, roleTitle } from "./people.ts";
import { stateOf } from "./states.ts";
import { breakGlassTable, conflictTable, waiverTable } from "./waivers.ts";

/** Who answered for what, on one page (R15). */
export const signOff: Template = (input) =>
  page(
    input,
    "sign-off",
    section("Approvals", approvals(input)),
    section("Gates", gates(input)),
    section("Waivers", waiverTable(input)),
    section("Duties that a small team could not separate", conflictTable(input)),
    section("Break-glass", breakGlassTable(input)),
    section("Rollback", rollback(input), rollbackTable(input), papers(input)),
    section("Evidence", evidence(input)),
  );

const approvals = (input: DocumentInput) =>
  table(
    ["No.", "What", "Statement", "Signed by", "As", "When", "State", "Signed for"],
    input.process.requirements
      .filter((one): one is Approval => one.kind === "approval")
      .map(({ id, title, statement }) => {
        const given = input.release.approvals[id];
        return [
          id,
          title,
          statement,
          given === undefined ? "not signed" : signerOf(input, given),
          given === undefined ? "" : roleTitle(input.process, given.role),
          given === undefined ? "" : utc(given.at),
          stateOf(input, id).state,
          given === undefined ? "" : short(given.shownDigest),
        ];
      }),
  );

/** `Bo Berg (bo) for Ada Adler (ada), over: …`. */
const signerOf = ({ release }: DocumentInput, given: Approved): string => {
  const { by, for: principal, over = [] } = given;
  const inStead = principal === undefined ? "" : ` for ${nameOf(release.plan, principal)}`;
  const red = over.length === 0 ? "" : `, over: ${over.join(", ")}`;
  return `${nameOf(release.plan, by)}${inStead}${red}${provedBy(given)}`;
};

const gates = ({ status }: DocumentInput) =>
  table(
    ["Gate", "State", "Closed by"],
    [
      ...status.stages.map(({ title, state, met, of }) => [
        `Stage: ${title}`,
        state,
        of === met ? "" : `${of - met} of ${of} not met`,
      ]),
      ...status.exitGates.map(({ title, open, blockedBy }) => [title, open ? "open" : "CLOSED", blockedBy.join(", ")]),
    ],
  );

const rollback = ({ release }: DocumentInput) => {
  const rollout = lastRollout(release, "production", "deploy");
  const until = rollout?.keepUntil ?? null;
  return bullets([
    md`Drill: ${drillTime(release)}`,
    md`Production: ${rollout === undefined ? "not started" : rollout.phase}`,
    md`The old build stays warm until: ${until === null ? "not known yet" : utc(until)}`,
  ]);
};

const papers = ({ process, release }: DocumentInput) =>
  table(
    ["Paper of the rollback", "State", "Of", "Digest"],
    rollbackPapers(process, release).map(({ paper, state, of, document }) => [
      paper,
      state,
      of,
      document === null ? "" : code(document),
    ]),
  );

const evidence = (input: DocumentInput) =>
  table(
    ["Item", "Seen", "State", "Digest of the raw bytes"],
    Object.entries(input.release.evidence).map(([key, { at, raw, requirement }]) => [
      key,
      utc(at),
      stateOf(input, requirement).state,
      code(raw),
    ]),
  );
