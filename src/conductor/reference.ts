import {
  type EnvironmentEvent,
  emptyEnvironment,
  environmentStream,
  evolveEnvironment,
} from "../domain/environment.ts";
import type { Check } from "../domain/process/process.ts";
import { comparesWithProduction, referencePart } from "../domain/process/side-parts.ts";
import { putBy } from "../domain/put-by.ts";
import type { Evidence } from "../domain/release/evidence.ts";
import { evidenceKey, type Release } from "../domain/release/release.ts";
import type { BuildRef } from "../domain/rollout/rollout.ts";
import type { Deps } from "./deps.ts";
import { toEvent } from "./entries.ts";
import { foldEntries, type Loaded, releaseStream } from "./load.ts";

/** What a check compares with, or why there is nothing: `none` when there never was, `lost` when there should be. */
export type Reference =
  | { readonly kind: "found"; readonly evidence: Evidence; readonly release: string | null; readonly build: BuildRef }
  | { readonly kind: "none" | "lost"; readonly build: BuildRef | null; readonly problem: string };

/**
 * What this part of a check is to be compared with. Against production, a fresh report on that build (a part of its own)
 * goes before what its release brought: only the fresh one was made with what is known today.
 */
export const referenceFor = async (
  deps: Pick<Deps, "journal">,
  { release }: Pick<Loaded, "release">,
  check: Check,
  part: string,
): Promise<Reference> => {
  if (!comparesWithProduction(check)) return ofThisRelease(release, check.comparedWith ?? "", part);
  const events = await productionOf(deps, release.service);
  const build = inProduction(events, release);
  if (build === null) return { kind: "none", build, problem: "nothing runs in production to compare with" };
  const fresh = release.evidence[evidenceKey(check.id, referencePart(part))];
  if (fresh?.build === build.digest) return { kind: "found", evidence: fresh, release: null, build };
  const by = putBy(events, build.digest);
  const name = `${build.version} in production`;
  if (by === null) return { kind: "none", build, problem: `no release brought ${name}, so there is no report of it` };
  const other = foldEntries(undefined, await deps.journal.read(releaseStream(by)));
  const evidence = other?.evidence[evidenceKey(check.id, part)];
  return evidence?.build === build.digest
    ? { kind: "found", evidence, release: by, build }
    : { kind: "lost", build, problem: `${by} has no such report of ${name}` };
};

const ofThisRelease = ({ id, evidence, build }: Release, requirement: string, part: string): Reference => {
  const found = evidence[evidenceKey(requirement, part)] ?? evidence[requirement];
  return found === undefined
    ? { kind: "lost", build, problem: `${requirement} has no evidence to compare with` }
    : { kind: "found", evidence: found, release: id, build };
};

const productionOf = async (
  { journal }: Pick<Deps, "journal">,
  service: string,
): Promise<readonly EnvironmentEvent[]> =>
  (await journal.read(environmentStream(service, "production"))).map((entry) => toEvent<EnvironmentEvent>(entry));

/** What users have now; after the release itself went out, what they had before. */
const inProduction = (events: readonly EnvironmentEvent[], { build }: Release): BuildRef | null => {
  const { runs, lastGood } = events.reduce(evolveEnvironment, emptyEnvironment);
  return runs?.digest === build.digest ? lastGood : runs;
};

/** The build that a fresh report on production has to be about; null when nothing runs there. */
export const buildInProduction = async (deps: Pick<Deps, "journal">, release: Release): Promise<BuildRef | null> =>
  inProduction(await productionOf(deps, release.service), release);
