import type { Process, RecordForm } from "../process/process.ts";
import { type Refused, refuse } from "../refusal.ts";
import type { Instant } from "../units.ts";
import { tooMuch } from "./bounds.ts";
import type { ReleaseEvent } from "./events.ts";
import type { Release } from "./release.ts";

type Fields = Readonly<Record<string, string>>;

/** Digits of a digest that are enough to be no accident. */
const enough = /[0-9a-f]{12,64}/g;

/** A record that names another build, or none, is about another build: what was shown was something else (R59). */
export const whyOtherBuild = ({ id, fields: form }: RecordForm, fields: Fields, release: Release): Refused | null => {
  const { digest } = release.build;
  const hex = digest.slice("sha256:".length);
  const other = form
    .filter(({ holds }) => holds === "build")
    .map(({ name }) => fields[name] ?? "")
    .find((said) => !(said.toLowerCase().match(enough) ?? []).some((one) => hex.startsWith(one)));
  return other === undefined
    ? null
    : refuse("OTHER_BUILD", { requirement: id, digest: other.trim() || "none named", expected: digest });
};

/** More than that is a list of another kind. */
const mostIssues = 100;

export const whyTooManyIssues = ({ id, fields: form }: RecordForm, fields: Fields): Refused | null => {
  const { length } = saidIn(form, fields);
  return length > mostIssues ? tooMuch(id, length, "issues", mostIssues) : null;
};

const saidIn = (form: RecordForm["fields"], fields: Fields): readonly string[] => [
  ...new Set(form.filter(({ holds }) => holds === "issues").flatMap(({ name }) => pointsIn(fields[name] ?? ""))),
];

/** What was said becomes issues, a line each; what stands among them already is not told twice (R59). */
export const issuesIn = (
  process: Process,
  release: Release,
  { id, stage, fields: form }: RecordForm,
  fields: Fields,
  { by, at }: { readonly by: string; readonly at: Instant },
): readonly ReleaseEvent[] => {
  const rollout = process.requirements.find((one) => one.kind === "rollout" && one.stage === stage);
  const environment = rollout?.kind === "rollout" ? rollout.environment : "";
  const isKnown = (point: string): boolean =>
    release.issues.some(
      ({ title, reference, build }) => title === point && reference === id && build === release.build.digest,
    );
  return saidIn(form, fields)
    .filter((point) => !isKnown(point))
    .map((title, i) => ({
      type: "IssueReported",
      at,
      issue: `issue-${release.issues.length + i + 1}`,
      title,
      severity: "medium",
      source: "users",
      environment,
      reference: id,
      graded: false,
      by,
    }));
};

const pointsIn = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.replace(/^\s*[-*]\s+/, "").trim())
    .filter((line) => line !== "" && !/^none\.?$/i.test(line));
