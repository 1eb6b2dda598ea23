import type { Issue, Trigger } from "../domain/incident/incident.ts";
import { isMet } from "../domain/process/judgement.ts";
import { utc } from "../domain/utc.ts";
import { validationBoard } from "../domain/validation/board.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, type Markdown, md, section, table } from "./markdown.ts";
import { page, requirementFor, type Template } from "./page.ts";
import { madeFrom, stateTable } from "./states.ts";

/** What the looks of the period came to, for the checks that the process names (R118). */
export const periodReport =
  (template: string): Template =>
  (input) =>
    page(
      input,
      template,
      section("Period", period(input)),
      section("Source", source(input, template)),
      section("Items at the end", stateTable(input, madeFrom(input, template))),
      section("Looks of the period", looks(input, template)),
    );

/** What went wrong in the period, who noticed it first, and what became of it. */
export const periodIssues: Template = (input) => {
  const { begins } = boardOf(input) ?? {};
  const { issues, triggers } = input.release;
  const since = <T extends { readonly at: number }>(all: readonly T[]) => all.filter(({ at }) => at >= (begins ?? 0));
  return page(
    input,
    "period-issues",
    section("Period", period(input)),
    section("Source", bullets([md`The history of ${input.release.id}`])),
    section(
      "Issues",
      table(
        ["Issue", "Severity", "When", "First noticed by", "State", "What"],
        since(issues).map((one) => [...noticed(one), one.state, one.title]),
      ),
    ),
    section(
      "Triggers",
      table(
        ["Trigger", "Severity", "When", "From", "How it ended", "What"],
        since(triggers).map((one) => [...noticed(one), endOf(one), one.says]),
      ),
    ),
  );
};

const noticed = ({ id, severity, at, source }: Issue | Trigger) => [id, severity, utc(at), source];

const endOf = ({ settled }: Trigger): string => (settled === null ? "open" : `${settled.how}, ${utc(settled.at)}`);

const boardOf = ({ process, release, history, now }: DocumentInput) =>
  validationBoard(
    process,
    release,
    history.map(({ event }) => event),
    now,
  );

const period = (input: DocumentInput): Markdown => {
  const { begins = null, ends = null, extensions = [] } = boardOf(input) ?? {};
  return bullets([
    md`Began: ${begins === null ? "not yet" : utc(begins)}`,
    md`Ends not before: ${ends === null ? "not known yet" : utc(ends)}`,
    ...extensions.map(({ until, by, reason }) => md`Extended until ${utc(until)} by ${by}: ${reason}`),
  ]);
};

/** Which checks it was made from, and what answered them. */
const source = ({ release, ...input }: DocumentInput, template: string): Markdown =>
  bullets(
    madeFrom({ release, ...input }, template).map(({ id }) => {
      const seen = Object.values(release.evidence).filter(({ requirement }) => requirement === id);
      return md`${id}: ${[...new Set(seen.map(({ source: from }) => from))].join(", ") || "nothing yet"}`;
    }),
  );

const looks = (input: DocumentInput, template: string): Markdown => {
  const wanted = requirementFor(input, template)?.shows ?? [];
  const items = (boardOf(input)?.items ?? []).filter(({ id }) => wanted.includes(id));
  return table(
    ["Item", "Looks", "Not passed", "First not passed", "Last look"],
    items.map(({ title, looks: made, lastLook }) => {
      const bad = made.filter(({ state }) => !isMet(state));
      const [first] = bad;
      return [
        title,
        made.length,
        bad.length,
        first === undefined ? "none" : `${first.state}, ${utc(first.at)}`,
        lastLook === null ? "never" : utc(lastLook),
      ];
    }),
  );
};
