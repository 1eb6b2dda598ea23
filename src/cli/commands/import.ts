import { resolve } from "node:path";
import type { Imported } from "../../conductor/engine.ts";
import { meant } from "../../config/nearest.ts";
import type { Process } from "../../domain/process/process.ts";
import { isVex, sideParts } from "../../domain/process/side-parts.ts";
import { AppError, catalogue } from "../../errors.ts";
import { actingOn } from "../acting.ts";
import { argument, command, option } from "../command.ts";
import { as, release } from "../options.ts";
import { anyText, optional, orElse, word } from "../reader.ts";
import { columns } from "../text/columns.ts";
import { sentence } from "../text/sentence.ts";

export const importReports = command({
  name: "import",
  summary: "Read a report, or a whole package of them, as evidence",
  args: {
    release,
    what: argument(
      word,
      "package with handoff.yaml, a folder or a zip file; or id of the requirement that FILE answers",
    ),
    file: argument(optional(word), "the report; left out for a package"),
  },
  options: {
    part: option(orElse(anyText, ""), "P", "which part of the check the report answers, where it has parts"),
    format: option(optional(anyText), "F", "format of the report; without it, those that the check reads are tried"),
    as,
  },
  examples: [
    ["import shop-1.1.0 ./handoff --as ada", "everything that handoff.yaml in that folder names"],
    ["import shop-1.1.0 handoff.zip --as ada", "the same from a zip file"],
    ["import shop-1.1.0 entry.functional junit.xml --as ben", "one report"],
    ["import shop-1.1.0 entry.security sast.sarif --part sast --format sarif --as ben", "one part of a check"],
    [
      "import shop-1.1.0 entry.security vex.json --part vex --format openvex --as fay",
      "what its scans found and does not matter",
    ],
  ],
  async run({ release: id, what, file, part, format, as }, context) {
    const { engine, process, by } = await actingOn(context, id, as);
    const imported =
      file === undefined
        ? await engine.importPackage(id, resolve(context.folder, what), by)
        : [
            await engine.importReport(id, what, resolve(context.folder, file), by, {
              part: partFor(process, what, part),
              format: format ?? formatFor(process, what, part),
            }),
          ];
    context.answer({ imported }, () => importedText(imported));
    if (imported.some(({ state }) => state === "refused")) return catalogue.NOT_BY_REPORT.exit;
    return imported.some(({ state }) => state === "unreadable") ? catalogue.REPORT_UNREADABLE.exit : 0;
  },
});

const checkOf = ({ requirements }: Process, id: string) => {
  const found = requirements.find((one) => one.id === id);
  if (found === undefined) throw new AppError("UNKNOWN_REQUIREMENT", { requirement: id });
  if (found.kind !== "check") throw new AppError("WRONG_KIND", { requirement: id, kind: found.kind, wanted: "check" });
  return found;
};

/** Null where it is told from the report, among the formats that the check reads. */
const formatFor = (process: Process, id: string, part: string): null => {
  const check = checkOf(process, id);
  if ((isVex(check, part) ? (check.vex ?? []) : check.reports).length > 0) return null;
  throw new AppError("USAGE", {
    problem: `${id} reads no report: Headgate looks for itself.`,
    fix: "Run it: headgate run RELEASE",
  });
};

const partFor = (process: Process, id: string, part: string): string => {
  const check = checkOf(process, id);
  const { parts } = check;
  if (sideParts(check).includes(part)) return part;
  if (part === "" && parts.length > 0)
    throw new AppError("USAGE", {
      problem: `${id} has several parts.`,
      fix: `Add --part ${parts.join(" or --part ")}`,
    });
  if (part !== "" && !parts.includes(part))
    throw new AppError("USAGE", {
      problem: `${id} has no part "${part}".`,
      fix: sentence(meant(part, parts, "parts")),
    });
  return part;
};

const importedText = (imported: readonly Imported[]): string =>
  columns(
    imported.map(({ requirement, part, state, reason, digest }) => [
      part === "" ? requirement : `${requirement}#${part}`,
      state,
      reason === "" ? digest : reason,
    ]),
  ).join("\n");
