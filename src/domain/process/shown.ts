import { exposureInWords } from "../incident/exposure.ts";
import { feedbackInWords } from "../incident/feedback.ts";
import { issuesInWords } from "../incident/issues-in-words.ts";
import { authorsInWords } from "../release/authors.ts";
import type { Shown } from "../release/events.ts";
import type { Evidence } from "../release/evidence.ts";
import { brokenFor } from "../release/exceptions.ts";
import { evidenceKey, lastRollout, type Release } from "../release/release.ts";
import { baselineInWords } from "../rollout/baseline-in-words.ts";
import { partsOf } from "./parts-of.ts";
import type { Process, Requirement } from "./process.ts";
import { requirementOf } from "./requirement-of.ts";

/** Facts of a release that can be shown for a signature, each as the text that it is. */
export const facts: Readonly<Record<string, (release: Release) => string>> = {
  build: ({ build }) => `${build.version} ${build.digest}`,
  strategy: ({ plan }) => `${plan.strategy}: ${weights(plan.environments.production?.steps ?? [])}`,
  schedule: ({ plan }) => (plan.productionAt === null ? "not dated" : new Date(plan.productionAt).toISOString()),
  people: ({ plan }) => plan.people.map(({ id, roles }) => `${id}: ${roles.join(", ")}`).join("; "),
  runbook: ({ plan }) => plan.runbook.digest,
  rollback: ({ plan }) => plan.rollback,
  messages: ({ plan }) =>
    Object.entries(plan.audiences)
      .map(([id, to]) => `${id}: ${to.join(", ")}`)
      .join("; "),
  impact: ({ plan }) => plan.impact,
  authors: authorsInWords,
  issues: issuesInWords,
  exposure: exposureInWords,
  feedback: feedbackInWords,
  baseline: baselineInWords,
};

const weights = (steps: readonly { weight: number }[]): string => steps.map(({ weight }) => `${weight} %`).join(", ");

/** What a person who signs (or a document) stands on, right now. Two lists are equal exactly if nothing of it changed. */
export const shownFor = (process: Process, release: Release, items: readonly string[]): readonly Shown[] =>
  items.map((item) => ({
    item,
    of: item.startsWith("fact:") ? factOf(release, item.slice(5)) : ofRequirement(process, release, item),
  }));

const factOf = (release: Release, name: string): string => facts[name]?.(release) ?? "unknown fact";

const ofRequirement = (process: Process, release: Release, id: string): string => {
  const requirement = requirementOf(process, id);
  if (requirement === undefined) return "unknown requirement";
  const waiver = release.waivers[id]?.grantedBy;
  const opened = brokenFor(release, id)?.by;
  const of = identity(release, requirement);
  const waived = waiver == null ? of : `${of} waived by ${waiver}`;
  return opened === undefined ? waived : `${waived} opened by break-glass by ${opened}`;
};

const identity = (release: Release, requirement: Requirement): string => {
  const { id } = requirement;
  switch (requirement.kind) {
    case "check":
      return partsOf(requirement)
        .map((part) => evidenceOf(release.evidence[evidenceKey(id, part)]))
        .join(" ");
    case "approval":
      return release.approvals[id]?.shownDigest ?? "nothing";
    case "document":
      return release.documents[id]?.document ?? "nothing";
    case "record":
      return release.records[id]?.raw ?? "nothing";
    case "message":
      return (
        Object.keys(release.deliveries[id] ?? {})
          .sort()
          .join(", ") || "nothing"
      );
    case "rollout": {
      const rollout = lastRollout(release, requirement.environment, requirement.purpose);
      return rollout === undefined
        ? "nothing"
        : `${rollout.id} ${rollout.phase === "closed" ? "promoted" : rollout.phase}`;
    }
  }
};

/** The report, and what changed its meaning: what it was compared with, and what took findings out of it. */
const evidenceOf = (evidence: Evidence | undefined): string => {
  if (evidence === undefined) return "nothing";
  const { raw, compared, vex } = evidence;
  const against = compared === undefined ? "" : ` against ${compared.raw ?? "nothing"}`;
  return `${raw}${against}${vex === undefined ? "" : ` with ${vex.raw}`}`;
};

/** The items of `then` that are no longer what they were. */
export const changedItems = (then: readonly Shown[], now: readonly Shown[]): readonly string[] =>
  now.filter(({ item, of }) => then.find((other) => other.item === item)?.of !== of).map(({ item }) => item);
