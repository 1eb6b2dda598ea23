import { lintKnownIssues, lintNotes, lintPage, relativeLinks } from "../documents/lint.ts";
import { nameOfIssue } from "../domain/incident/issues-in-words.ts";
import type { Check, DocumentRequirement, Process, Requirement } from "../domain/process/process.ts";
import { evidenceKey, type Release } from "../domain/release/release.ts";
import { lintRunbook } from "../domain/rollout/runbook.ts";
import { AppError } from "../errors.ts";
import type { Probe } from "../probes/port.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { finding, told } from "./probe-answer.ts";

/**
 * Whether the documents that this check looks at are there, whole, and read by somebody else than their writer (R47).
 * It also looks at the check that lists the open defects and at the record of readers, whose fields are named for the
 * documents.
 */
export const documentsProbe =
  (deps: Deps, { process, release }: Loaded): Probe =>
  async (question) => {
    const check = process.requirements.find(({ id }) => id === question.requirement);
    const looksAt = (check?.kind === "check" && check.looksAt) || [];
    const all = looksAt.flatMap((id) => process.requirements.find((one) => one.id === id) ?? []);
    const documents = all.filter((one) => one.kind === "document");
    const there = documents.filter(({ id }) => release.documents[id] !== undefined);
    const open = openDefects(release, all);
    const problems = (await Promise.all(documents.map((one) => problemsOf(deps, release, one, open)))).flat();
    const unread = documents.flatMap((one) => whoHasNotRead(process, release, one, all));
    const found = [...problems, ...unread];
    const figures = { documents: there.length, openDefects: open?.length ?? 0, problems: found.length };
    const verdict = found.length === 0 ? "complete" : found.join("; ");
    return told(
      deps,
      question,
      "documents",
      figures,
      found.map((problem) => finding(problem, "documents")),
      { verdict },
    );
  };

const nameOf = ({ id }: Requirement): string => id.split(".").at(-1) ?? id;

/** Null while no list of them was read: then nobody can say that the known issues are all. The log counts too. */
const openDefects = ({ evidence, issues }: Release, all: readonly Requirement[]): readonly string[] | null => {
  const list = all.find((one): one is Check => one.kind === "check");
  const report = list === undefined ? null : evidence[evidenceKey(list.id, "")]?.report;
  if (report == null) return null;
  const logged = issues.filter(({ state }) => state !== "closed").map(nameOfIssue);
  return [...new Set([...report.findings.map(({ id }) => id), ...logged])];
};

const problemsOf = async (
  deps: Pick<Deps, "blobs" | "readFile">,
  release: Release,
  document: DocumentRequirement,
  open: readonly string[] | null,
): Promise<readonly string[]> => {
  const written = release.documents[document.id];
  if (written === undefined) return [`${document.title}: not written yet`];
  const text = new TextDecoder().decode(await deps.blobs.get(written.document));
  const found = [...lintPage(text), ...(await brokenLinks(deps, text)), ...ownRules(release, document, text, open)];
  return found.map((problem) => `${document.title}: ${problem}`);
};

/** What a page of this kind has to say besides. */
const ownRules = (
  release: Release,
  document: DocumentRequirement,
  text: string,
  open: readonly string[] | null,
): readonly string[] => {
  switch (nameOf(document)) {
    case "runbook":
      return lintRunbook(release.plan.runbook.steps);
    case "release-notes":
      return lintNotes(text);
    case "known-issues":
      return open === null ? ["no list of open defects was read"] : lintKnownIssues(text, open);
    default:
      return [];
  }
};

/** They lie where `headgate.yaml` lies. */
const brokenLinks = async ({ readFile }: Pick<Deps, "readFile">, text: string): Promise<readonly string[]> => {
  const looked = await Promise.all(
    relativeLinks(text).map(async (target) => {
      try {
        await readFile(decodeURI(target));
        return [];
      } catch (error) {
        if (!(error instanceof AppError) && !(error instanceof URIError)) throw error;
        return [`its link ${target} leads nowhere`];
      }
    }),
  );
  return looked.flat();
};

const whoHasNotRead = (
  process: Process,
  release: Release,
  document: DocumentRequirement,
  all: readonly Requirement[],
): readonly string[] => {
  const form = all.find((one) => one.kind === "record" && one.fields.some(({ name }) => name === nameOf(document)));
  if (form === undefined) return [];
  const reader = release.records[form.id]?.fields[nameOf(document)]?.trim() ?? "";
  const person = release.plan.people.find(({ id }) => id === reader);
  const problem = (what: string) => [`${document.title}: ${what}`];
  if (reader === "") return problem("nobody says to have read it");
  if (person === undefined) return problem(`its reader "${reader}" is nobody of this release`);
  if (person.kind === "agent") return problem(`its reader ${reader} is an agent`);
  return writersOf(process, release, document).includes(reader)
    ? problem(`its reader ${reader} wrote it, or a part of it`)
    : [];
};

/** Also of what it is made from: a page that Headgate puts together was written by those who wrote its parts. */
const writersOf = (process: Process, release: Release, { id, shows }: DocumentRequirement): readonly string[] => [
  ...[release.documents[id]?.by ?? []].flat(),
  ...shows
    .map((item) => process.requirements.find((one) => one.id === item))
    .filter((one) => one?.kind === "document")
    .flatMap((one) => writersOf(process, release, one)),
];
