import { z } from "zod";
import type { Complaint } from "../config/complaint.ts";
import { meant } from "../config/nearest.ts";
import { type Reading, readDocument } from "../config/read-document.ts";
import type { Sound } from "../config/sound.ts";
import { strict, text, texts } from "../config/values.ts";
import type { Controls } from "../domain/process/controls.ts";
import { id } from "./id.ts";
import { placed } from "./parts.ts";

const control = strict({
  id: text.describe("As the framework numbers it; once within it."),
  framework: text,
  topic: text.describe("In our own words."),
  evidence: z.array(id).min(1).describe("Kinds of evidence, which the process file maps to requirements."),
  rows: texts.default([]),
  fit: z.enum(["D", "S", "P"]),
  note: text.default(""),
});

const controlsFile = strict({
  version: text,
  frameworks: z.array(strict({ id: text, title: text })).min(1),
  controls: z.array(control).min(1),
});

type ControlsYaml = z.input<typeof controlsFile>;

/**
 * The mapping of controls, or everything that is wrong with it at once.
 *
 * @param file  its name as problems shall print it; nothing is opened
 */
export const loadControls = (file: string, text: string): Reading<Controls> =>
  readDocument<Controls, ControlsYaml>(file, text, controlsFile, controlRules);

const controlRules = ({ frameworks, controls }: Sound<ControlsYaml>): readonly Complaint[] => {
  const known = (frameworks ?? []).flatMap((one) => one?.id ?? []);
  const seen = new Set<string>();
  return placed(controls, ["controls"]).flatMap(({ at, it }): readonly Complaint[] => {
    const name = `${it.framework} ${it.id}`;
    const isNew = !seen.has(name);
    seen.add(name);
    return [
      ...(isNew ? [] : [{ path: [...at, "id"], what: `"${name}" is there already`, fix: "keep one of the two" }]),
      ...(it.framework === undefined || known.includes(it.framework)
        ? []
        : [
            {
              path: [...at, "framework"],
              what: `there is no framework "${it.framework}"`,
              fix: meant(it.framework, known, "frameworks"),
            },
          ]),
    ];
  });
};
