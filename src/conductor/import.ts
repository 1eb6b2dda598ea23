import { join } from "node:path";
import { environmentOf } from "../domain/process/environment-of.ts";
import type { Process } from "../domain/process/process.ts";
import { isReference, isVex } from "../domain/process/side-parts.ts";
import type { Command } from "../domain/release/commands.ts";
import type { Digest } from "../domain/units.ts";
import { AppError, catalogue, fill } from "../errors.ts";
import { toEvidence } from "./ask.ts";
import type { Deps } from "./deps.ts";
import type { Imported } from "./engine.ts";
import { handle } from "./handle.ts";
import { type Item, readHandoff } from "./handoff.ts";
import type { Loader } from "./load.ts";
import { buildInProduction } from "./reference.ts";
import { weigh } from "./weigh.ts";
import { weighAgain } from "./weigh-again.ts";

type Into = { readonly deps: Deps; readonly loader: Loader; readonly id: string; readonly by: Command["by"] };
type Source = Pick<Item, "requirement" | "part" | "file"> & {
  readonly formats: readonly string[];
  readonly bytes: AsyncIterable<Uint8Array>;
};

/**
 * Every item of a package becomes evidence, each with its own answer: one that is refused or missing stops no other.
 * @throws AppError `PACKAGE_INVALID` or `CONFIG_INVALID` when the package or its manifest cannot be used;
 *         `FILE_UNREADABLE` when it or a file that it names cannot be read, then after everything else was imported
 */
export const importPackage = async (
  into: Into,
  path: string,
  parseYaml: (text: string) => Promise<unknown>,
): Promise<readonly Imported[]> => {
  const given = await into.deps.openPackage(path);
  try {
    const manifest = join(path, "handoff.yaml");
    const { build, items } = await readHandoff(manifest, given.read("handoff.yaml"), parseYaml);
    const imported: Imported[] = [];
    const missing: AppError[] = [];
    for (const { format, ...item } of items) {
      const source = { ...item, file: join(path, item.file), formats: [format], bytes: given.read(item.file) };
      const one = await importItem(into, source, build).catch(unreadableFile);
      if (one instanceof AppError) missing.push(one);
      else imported.push(one);
    }
    if (missing.length === 0) return imported;
    throw new AppError("FILE_UNREADABLE", {
      path: missing.map(({ detail }) => detail.path).join(", "),
      problem: missing.map(({ detail }) => detail.problem).join("; "),
    });
  } finally {
    await given.close();
  }
};

const unreadableFile = (error: unknown): AppError => {
  if (error instanceof AppError && error.code === "FILE_UNREADABLE") return error;
  throw error;
};

/** One report. Without a format, the formats that the check reads are tried. */
export const importReport = async (
  into: Into,
  { format, ...item }: Omit<Source, "formats"> & { readonly format: string | null },
): Promise<Imported> => {
  const { process } = await into.loader.load(into.id);
  const formats = format === null ? readBy(process, item) : [format];
  return importItem(into, { ...item, formats }, null);
};

const readBy = ({ requirements }: Process, { requirement, part }: Pick<Item, "requirement" | "part">) => {
  const found = requirements.find((one) => one.id === requirement);
  if (found?.kind !== "check") return [];
  return isVex(found, part) ? (found.vex ?? []) : found.reports;
};

/** Its raw bytes are kept whatever comes of it. */
const importItem = async (
  { deps, loader, id, by }: Into,
  { requirement, part, file, formats, bytes }: Source,
  build: Digest | null,
): Promise<Imported> => {
  const loaded = await loader.load(id);
  const known = loaded.process.requirements.find((one) => one.id === requirement);
  const environment = (known && environmentOf(loaded.process, known)) ?? "";
  const question = { requirement, part, build: loaded.release.build.digest, environment };
  const isOfProduction = known?.kind === "check" && isReference(known, part);
  const inProduction = isOfProduction ? ((await buildInProduction(deps, loaded.release))?.digest ?? null) : undefined;
  const read = {
    ...(await toEvidence(deps, loaded, question, { formats, source: file, raw: bytes })),
    build: build ?? inProduction ?? question.build,
  };
  const evidence = await weigh(deps, loaded, read);
  const handled = await handle(deps, loader, id, {
    type: "RecordEvidence",
    at: deps.now(),
    by,
    origin: "import",
    evidence,
    ...(inProduction === undefined ? {} : { inProduction }),
  });
  const outcome = { requirement, part, file, digest: evidence.raw };
  if (!handled.ok)
    return {
      ...outcome,
      state: "refused",
      reason: fill(catalogue[handled.refusal.code].message, handled.refusal.detail),
    };
  await weighAgain(deps, loader, id, by, { requirement, part });
  if (handled.events.length === 0) return { ...outcome, state: "unchanged", reason: handled.note ?? "" };
  return { ...outcome, state: evidence.problem === null ? "recorded" : "unreadable", reason: evidence.problem ?? "" };
};
