import type { Process } from "../process/process.ts";
import { rollbacksOf } from "../release/figures.ts";
import type { Release } from "../release/release.ts";
import type { Digest } from "../units.ts";
import { analysisIdOf } from "./failure.ts";

/** One of the four papers of a rollback (R133). `of`: the requirement, or the failed attempt, that it belongs to. */
export type RollbackPaper = {
  readonly paper: "plan" | "test results" | "execution log" | "analysis";
  readonly of: string;
  readonly state: "there" | "missing" | "not needed";
  readonly document: Digest | null;
};

/** The plan and its rehearsal are always owed; what was done and what it taught only where something was rolled back. */
export const rollbackPapers = (process: Process, release: Release): readonly RollbackPaper[] => {
  const { documents, failures } = release;
  const written = (paper: RollbackPaper["paper"], template: string): readonly RollbackPaper[] =>
    process.requirements
      .filter((one) => one.kind === "document" && one.template === template)
      .map(({ id }) => paperOf(paper, id, documents[id]?.document ?? null));
  const back = rollbacksOf(release).filter(
    ({ environment, rollback }) => environment === "production" && rollback.severity !== "drill",
  );
  return [
    ...written("plan", "rollback-plan"),
    ...written("test results", "drill-report"),
    ...(back.length === 0
      ? (["execution log", "analysis"] as const).map((paper) => notNeeded(paper))
      : back.flatMap(({ id }) => {
          const failure = failures.find(({ rollout }) => rollout === id);
          return [
            paperOf("execution log", failure?.id ?? id, failure?.record ?? null),
            paperOf("analysis", failure === undefined ? id : analysisIdOf(failure), failure?.analysis?.raw ?? null),
          ];
        })),
  ];
};

const paperOf = (paper: RollbackPaper["paper"], of: string, document: Digest | null): RollbackPaper => ({
  paper,
  of,
  state: document === null ? "missing" : "there",
  document,
});

const notNeeded = (paper: RollbackPaper["paper"]): RollbackPaper => ({
  paper,
  of: "nothing was rolled back",
  state: "not needed",
  document: null,
});
