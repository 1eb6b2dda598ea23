import type { Judgement } from "../domain/process/judgement.ts";
import type { Requirement } from "../domain/process/process.ts";
import { lastRollout, type Release } from "../domain/release/release.ts";
import { type Instant, instant } from "../domain/units.ts";
import { utc } from "../domain/utc.ts";
import type { DocumentInput } from "./input.ts";
import { type Markdown, type Text, table } from "./markdown.ts";
import { requirementFor } from "./page.ts";

/** Requirements that a document is made from, in the order of the process file. */
export const madeFrom = (input: DocumentInput, template: string): readonly Requirement[] =>
  (requirementFor(input, template)?.shows ?? []).flatMap(
    (id) => input.process.requirements.find((one) => one.id === id) ?? [],
  );

/** When a requirement was last acted on; null when it never was. */
export const lastAt = (release: Release, requirement: Requirement): Instant | null => {
  const { id } = requirement;
  switch (requirement.kind) {
    case "check":
      return latest(Object.values(release.evidence).filter((seen) => seen.requirement === id));
    case "approval":
      return release.approvals[id]?.at ?? null;
    case "document":
      return release.documents[id]?.at ?? null;
    case "record":
      return release.records[id]?.at ?? null;
    case "message":
      return latest(Object.values(release.deliveries[id] ?? {}));
    case "rollout": {
      const rollout = lastRollout(release, requirement.environment, requirement.purpose);
      return rollout?.promotedAt ?? rollout?.endedAt ?? rollout?.requestedAt ?? null;
    }
  }
};

const latest = (dated: readonly { readonly at: Instant }[]): Instant | null =>
  dated.length === 0 ? null : instant(Math.max(...dated.map(({ at }) => at)));

/** What each of these comes to, and when it was last looked at. */
export const stateTable = (input: DocumentInput, requirements: readonly Requirement[]): Markdown =>
  table(
    ["Item", "State", "When", "Why", "What was seen"],
    requirements.map((requirement) => {
      const { title, id } = requirement;
      const { state, reason } = stateOf(input, id);
      const at = lastAt(input.release, requirement);
      return [title, state, at === null ? "never" : utc(at), reason, seen(input.release, requirement)];
    }),
  );

export const stateOf = ({ status }: DocumentInput, id: string): Judgement =>
  status.requirements.find((one) => one.id === id) ?? { state: "missing", reason: "unknown requirement" };

/** The figures of a check's reports and where they came from; other kinds have none. */
const seen = (release: Release, { kind, id }: Requirement): Text =>
  kind !== "check"
    ? ""
    : Object.values(release.evidence)
        .filter(({ requirement }) => requirement === id)
        .map(({ part, report, source, problem }) => {
          const figures = Object.entries(report?.figures ?? {}).map(([name, value]) => `${name} ${value}`);
          const found = report === null ? (problem ?? "cannot be read") : figures.join(", ") || "no figures";
          return `${part === "" ? "" : `${part}: `}${found} (${source})`;
        })
        .join("; ");
