import type { RequirementAnswer, RolloutAnswer } from "../api/status-answer.ts";
import { toRequirementAnswer, toRolloutAnswer } from "../api/to-status-answer.ts";
import { partsOf } from "../domain/process/parts-of.ts";
import type { Process, Requirement } from "../domain/process/process.ts";
import { sideParts } from "../domain/process/side-parts.ts";
import type { ReleaseStatus } from "../domain/process/status.ts";
import type { Evidence } from "../domain/release/evidence.ts";
import { type Approved, type Delivered, evidenceKey, type Release, type Waiver } from "../domain/release/release.ts";
import type { Instant } from "../domain/units.ts";

/** Everything that a release knows of one requirement. `definition` is null for what no process file asks: roles, tasks. */
export type RequirementDetail = {
  readonly status: RequirementAnswer;
  readonly definition: Requirement | null;
  readonly evidence: readonly Evidence[];
  readonly approval: Approved | null;
  readonly waiver: Waiver | null;
  readonly record: Release["records"][string] | null;
  readonly document: Release["documents"][string] | null;
  readonly deliveries: Readonly<Record<string, Delivered>>;
  readonly rollouts: readonly RolloutAnswer[];
};

type Known = { readonly release: Release; readonly process: Process; readonly view: ReleaseStatus };

/** Null when there is no such requirement. */
export const detailOf = ({ release, process, view }: Known, id: string, now: Instant): RequirementDetail | null => {
  const status = view.requirements.find((one) => one.id === id);
  if (status === undefined) return null;
  const definition = process.requirements.find((one) => one.id === id) ?? null;
  const parts = definition?.kind === "check" ? [...partsOf(definition), ...sideParts(definition)] : [];
  return {
    status: toRequirementAnswer(process, status, release),
    definition,
    evidence: parts.map((part) => release.evidence[evidenceKey(id, part)]).filter((one) => one !== undefined),
    approval: release.approvals[id] ?? null,
    waiver: release.waivers[id] ?? null,
    record: release.records[id] ?? null,
    document: release.documents[id] ?? null,
    deliveries: release.deliveries[id] ?? {},
    rollouts: release.rollouts
      .filter(
        ({ environment, purpose }) =>
          definition?.kind === "rollout" && environment === definition.environment && purpose === definition.purpose,
      )
      .map((rollout) => toRolloutAnswer(rollout, now)),
  };
};
