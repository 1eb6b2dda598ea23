import type { Engine } from "../conductor/engine.ts";
import { type Fault, isLocking } from "../domain/failure/failure.ts";
import { alertOf } from "../domain/process/acts.ts";
import { partsOf } from "../domain/process/parts-of.ts";
import type { Requirement } from "../domain/process/process.ts";
import { sideParts } from "../domain/process/side-parts.ts";
import type { ReleaseStatus, RequirementStatus } from "../domain/process/status.ts";
import type { Evidence } from "../domain/release/evidence.ts";
import { type Approved, type Delivered, evidenceKey, type Release, type Waiver } from "../domain/release/release.ts";
import type { Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { formOf } from "./form-of.ts";
import type { Known } from "./known.ts";
import type { RequirementAnswer, RolloutAnswer } from "./status-answer.ts";
import { toRequirementAnswer, toRolloutAnswer } from "./to-status-answer.ts";

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
} & Open;

/** What people can do about it, beyond a signature; each is absent where there is nothing of it. */
type Open = {
  readonly form?: ReturnType<typeof formOf>;
  readonly proposal?: Release["proposals"][string];
  readonly alert?: string;
  readonly features?: readonly FeatureToSee[];
  readonly failure?: { readonly attempt: number; readonly fault: Fault | null };
};

/** What no machine looks at: somebody with the role says whether it works. */
type FeatureToSee = {
  readonly story: string;
  readonly title: string;
  readonly role: string;
  readonly seen: NonNullable<Release["features"]>[string] | null;
};

/** `text`: of a document that Headgate wrote. `signature`: of an approval, what is shown and signed. */
export type RequirementShown = RequirementDetail & {
  readonly text?: string;
  readonly signature?: Awaited<ReturnType<Engine["shown"]>>;
};

/** @throws AppError `RELEASE_NOT_FOUND`, `UNKNOWN_REQUIREMENT` */
export const readRequirement = async (
  engine: Pick<Engine, "status" | "shown" | "blob" | "now">,
  release: string,
  requirement: string,
): Promise<{ readonly answer: RequirementShown; readonly view: ReleaseStatus }> => {
  const known = await engine.status(release);
  const detail = detailOf(known, requirement, engine.now());
  if (detail === null) throw new AppError("UNKNOWN_REQUIREMENT", { requirement });
  const text = isWritten(detail) ? new TextDecoder().decode(await engine.blob(detail.document.document)) : null;
  const signature = detail.status.kind === "approval" ? await engine.shown(release, requirement) : null;
  const answer = {
    ...detail,
    ...(text === null ? {} : { text }),
    ...(signature === null ? {} : { signature }),
  };
  return { answer, view: known.view };
};

type Written = RequirementDetail & { readonly document: NonNullable<RequirementDetail["document"]> };

/** By Headgate itself: what people hand in may be anything, a picture too, and is no words to read. */
const isWritten = (detail: RequirementDetail): detail is Written =>
  detail.definition?.kind === "document" &&
  detail.definition.template !== undefined &&
  detail.document?.by === "headgate";

/** Null when there is no such requirement. */
const detailOf = ({ release, process, view }: Known, id: string, now: Instant): RequirementDetail | null => {
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
    ...openOf({ release, process }, status),
  };
};

const openOf = ({ release, process }: Pick<Known, "release" | "process">, { id, kind }: RequirementStatus): Open => {
  const form = formOf(process, release, { id, kind });
  const proposal = release.proposals[id];
  const alert = kind === "check" ? alertOf(release, id) : null;
  const features = isAboutFeatures(process, id) ? featuresToSee(release) : [];
  const failure = release.failures.find((one) => one.id === id && isLocking(one));
  return {
    ...(form.length === 0 ? {} : { form }),
    ...(proposal === undefined ? {} : { proposal }),
    ...(alert === null ? {} : { alert }),
    ...(features.length === 0 ? {} : { features }),
    ...(failure === undefined
      ? {}
      : { failure: { attempt: failure.attempt, fault: failure.diagnosis?.fault ?? null } }),
  };
};

const isAboutFeatures = ({ requirements }: Known["process"], id: string): boolean =>
  requirements.some((one) => one.id === id && one.kind === "check" && one.probe === "features");

const featuresToSee = ({ plan, features }: Release): readonly FeatureToSee[] =>
  (plan.features ?? []).flatMap(({ story, title, manual }) =>
    manual === null ? [] : [{ story, title, role: manual, seen: features?.[story] ?? null }],
  );
