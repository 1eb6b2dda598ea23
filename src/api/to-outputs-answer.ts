import { rollbackPapers } from "../domain/failure/rollback-papers.ts";
import { partsOf } from "../domain/process/parts-of.ts";
import type { Process } from "../domain/process/process.ts";
import type { ReleaseStatus } from "../domain/process/status.ts";
import { evidenceKey, type Release } from "../domain/release/release.ts";
import type { Instant } from "../domain/units.ts";
import type { Known } from "./known.ts";
import type { OutputAnswer, OutputsAnswer } from "./outputs-answer.ts";

export const toOutputsAnswer = ({ release, process, view }: Known): OutputsAnswer => ({
  release: release.id,
  outputs: outputsOf(process, release, view),
  rollback: rollbackPapers(process, release),
});

const outputsOf = (process: Process, release: Release, view: ReleaseStatus): readonly OutputAnswer[] =>
  process.outputs.map(({ id, title, requirement }) => {
    const status = view.requirements.find((one) => one.id === requirement);
    return {
      id,
      title,
      requirement,
      state: status?.state ?? "missing",
      reason: status?.reason ?? "the process has no such requirement",
      version: release.build.version,
      made: madeOf(process, release, requirement),
    };
  });

const madeOf = (process: Process, release: Release, id: string): OutputAnswer["made"] => {
  const document = release.documents[id];
  if (document !== undefined) return [{ digest: document.document, by: document.by, at: iso(document.at) }];
  const record = release.records[id];
  if (record !== undefined) return [{ digest: record.raw, by: record.by, at: iso(record.at) }];
  const check = process.requirements.find((one) => one.id === id);
  if (check?.kind !== "check") return [];
  return partsOf(check)
    .map((part) => release.evidence[evidenceKey(id, part)])
    .filter((one) => one !== undefined)
    .map(({ raw, source, at }) => ({ digest: raw, by: source, at: iso(at) }));
};

const iso = (at: Instant): string => new Date(at).toISOString();
