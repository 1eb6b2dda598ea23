import { partsOf } from "../domain/process/parts-of.ts";
import type { Process } from "../domain/process/process.ts";
import type { ReleaseStatus } from "../domain/process/status.ts";
import { evidenceKey, type Release } from "../domain/release/release.ts";
import type { Instant } from "../domain/units.ts";

/** One output of the release. `made` are the bytes that it rests on: one for a document, one for each report of a check. */
export type OutputAnswer = {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly state: string;
  readonly reason: string;
  readonly version: string;
  readonly made: readonly { readonly digest: string; readonly by: string; readonly at: string }[];
};

type Known = { readonly release: Release; readonly process: Process; readonly view: ReleaseStatus };

export const outputsOf = ({ release, process, view }: Known): readonly OutputAnswer[] =>
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
