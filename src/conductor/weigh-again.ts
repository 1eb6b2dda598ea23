import { partsOf } from "../domain/process/parts-of.ts";
import { sideParts } from "../domain/process/side-parts.ts";
import type { Command } from "../domain/release/commands.ts";
import { evidenceKey } from "../domain/release/release.ts";
import { readReport } from "../evidence/read-report.ts";
import type { Deps } from "./deps.ts";
import { handle } from "./handle.ts";
import type { Loader } from "./load.ts";
import { weigh } from "./weigh.ts";

/** After a document that stands beside the reports of a check: what they come to now, from their kept bytes. */
export const weighAgain = async (
  deps: Pick<Deps, "journal" | "blobs" | "now">,
  loader: Loader,
  id: string,
  by: Command["by"],
  changed: { readonly requirement: string; readonly part: string },
): Promise<void> => {
  const { release, process } = await loader.load(id);
  const check = process.requirements.find((one) => one.id === changed.requirement);
  if (check?.kind !== "check" || !sideParts(check).includes(changed.part)) return;
  for (const part of partsOf(check)) {
    const known = release.evidence[evidenceKey(check.id, part)];
    if (known === undefined || known.report === null) continue;
    const { compared: _, vex: __, ...bare } = known;
    const reading = readReport(known.format, await deps.blobs.get(known.raw));
    const report = reading.ok ? reading.report : null;
    const evidence = await weigh(
      deps,
      { release, process },
      { ...bare, report, problem: reading.ok ? null : reading.problem },
    );
    await handle(deps, loader, id, { type: "RecordEvidence", at: deps.now(), by, origin: "import", evidence });
  }
};
