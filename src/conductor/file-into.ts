import { z } from "zod";
import { lintSections } from "../documents/lint.ts";
import { sectionsOwed } from "../domain/process/sections-owed.ts";
import { shownFor } from "../domain/process/shown.ts";
import { longestText } from "../domain/release/bounds.ts";
import type { Command } from "../domain/release/commands.ts";
import type { Digest } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import { type Handled, handle } from "./handle.ts";
import type { Loader } from "./load.ts";
import { redact } from "./redact.ts";

type Filing = { readonly id: string; readonly requirement: string; readonly path: string; readonly by: Command["by"] };

/** Answers to a form, by field name; whatever a person writes is text. */
const answers = z.record(
  z.string(),
  z
    .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))])
    .transform((said) => (Array.isArray(said) ? said.join("\n") : String(said))),
);

/** Files a record (a YAML or JSON map of its fields) or a document (any bytes) for a requirement. */
export const fileInto = async (
  deps: Deps,
  loader: Loader,
  readYaml: (path: string) => Promise<unknown>,
  { id, requirement, path, by }: Filing,
): Promise<Handled> => {
  const { process, release } = await loader.load(id);
  const known = process.requirements.find((one) => one.id === requirement);
  const at = deps.now();
  if (known?.kind === "document") {
    const bytes = await deps.readFile(path);
    const lacks = lintSections(new TextDecoder().decode(bytes), sectionsOwed(known, release.plan));
    const document = await deps.blobs.put(bytes);
    const madeFrom = shownFor(process, release, known.shows);
    return handle(deps, loader, id, { type: "FileDocument", at, by, requirement, document, madeFrom, lacks });
  }
  return handle(deps, loader, id, {
    type: "FileRecord",
    at,
    by,
    requirement,
    ...(await readRecord(deps, readYaml, path)),
  });
};

/** A record as a person wrote it, with its bytes kept. @throws AppError `CONFIG_INVALID` */
export const readRecord = async (
  deps: Pick<Deps, "blobs" | "readFile">,
  readYaml: (path: string) => Promise<unknown>,
  path: string,
): Promise<{ readonly fields: Readonly<Record<string, string>>; readonly raw: Digest }> => {
  const raw = await deps.blobs.put(await deps.readFile(path));
  const fields = answers.safeParse(await readYaml(path));
  if (!fields.success)
    throw new AppError("CONFIG_INVALID", {
      file: path,
      count: 1,
      problems: `${path}: a record is a map of its fields, such as "held-on: 2026-01-20"`,
    });
  // The bytes are kept as they came; what is printed from the history holds no secret.
  return { fields: Object.fromEntries(Object.entries(fields.data).map(([name, said]) => [name, redacted(said)])), raw };
};

const redacted = (said: string): string => (said.length > longestText ? said : redact(said));
