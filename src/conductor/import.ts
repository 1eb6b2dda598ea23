import { join } from "node:path";
import { z } from "zod";
import { environmentOf } from "../domain/process/environment-of.ts";
import { isReference } from "../domain/process/side-parts.ts";
import type { Command } from "../domain/release/commands.ts";
import { type Digest, isDigest } from "../domain/units.ts";
import { AppError, catalogue, fill } from "../errors.ts";
import { toEvidence } from "./ask.ts";
import type { Deps } from "./deps.ts";
import type { Imported } from "./engine.ts";
import { handle } from "./handle.ts";
import type { Loader } from "./load.ts";
import { buildInProduction } from "./reference.ts";
import { weigh } from "./weigh.ts";
import { weighAgain } from "./weigh-again.ts";

/** `handoff.yaml` of a package: which build it is about, and which file answers which requirement. */
export const handoff = z.strictObject({
  build: z.string().refine(isDigest, "write sha256: and 64 hex digits"),
  items: z
    .array(
      z.strictObject({
        requirement: z.string().min(1),
        part: z.string().default(""),
        format: z.string().min(1),
        file: z
          .string()
          .min(1)
          .refine((path) => !path.includes("..") && !path.startsWith("/"), "name a file inside the package"),
      }),
    )
    .min(1),
});

export type Item = z.infer<typeof handoff>["items"][number];

type Into = { readonly deps: Deps; readonly loader: Loader; readonly id: string; readonly by: Command["by"] };

/**
 * Every item of a package becomes evidence, each with its own answer: one that is refused or missing stops no other.
 * @throws AppError `CONFIG_INVALID` when the manifest cannot be used; `FILE_UNREADABLE` when it or a file that it names
 *         cannot be read, then after everything else was imported
 */
export const importPackage = async (
  into: Into,
  folder: string,
  readManifest: (path: string) => Promise<unknown>,
): Promise<readonly Imported[]> => {
  const path = join(folder, "handoff.yaml");
  const manifest = handoff.safeParse(await readManifest(path));
  if (!manifest.success) {
    const problems = manifest.error.issues.map((issue) => `${path} ${issue.path.join(".")}: ${issue.message}`);
    throw new AppError("CONFIG_INVALID", { file: path, count: problems.length, problems: problems.join("\n") });
  }
  const { build, items } = manifest.data;
  const imported: Imported[] = [];
  const missing: AppError[] = [];
  for (const item of items) {
    const one = await importItem(into, { ...item, file: join(folder, item.file) }, build).catch(unreadableFile);
    if (one instanceof AppError) missing.push(one);
    else imported.push(one);
  }
  if (missing.length === 0) return imported;
  throw new AppError("FILE_UNREADABLE", {
    path: missing.map(({ detail }) => detail.path).join(", "),
    problem: missing.map(({ detail }) => detail.problem).join("; "),
  });
};

const unreadableFile = (error: unknown): AppError => {
  if (error instanceof AppError && error.code === "FILE_UNREADABLE") return error;
  throw error;
};

/** One report. Its raw bytes are kept whatever comes of it. */
export const importItem = async (
  { deps, loader, id, by }: Into,
  item: Item,
  build: Digest | null,
): Promise<Imported> => {
  const loaded = await loader.load(id);
  const bytes = await deps.readFile(item.file);
  const { requirement, part, format, file } = item;
  const known = loaded.process.requirements.find((one) => one.id === requirement);
  const environment = (known && environmentOf(loaded.process, known)) ?? "";
  const question = { requirement, part, build: loaded.release.build.digest, environment };
  const isOfProduction = known?.kind === "check" && isReference(known, part);
  const inProduction = isOfProduction ? ((await buildInProduction(deps, loaded.release))?.digest ?? null) : undefined;
  const read = {
    ...(await toEvidence(deps, loaded, question, { format, source: file, raw: bytes })),
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
