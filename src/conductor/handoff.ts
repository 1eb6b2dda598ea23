import { z } from "zod";
import { isDigest } from "../domain/units.ts";
import { AppError } from "../errors.ts";

const item = z.object({
  requirement: z.string().min(1),
  part: z.string().default(""),
  format: z.string().min(1),
  file: z
    .string()
    .min(1)
    .refine((path) => !path.split("/").includes("..") && !/^[\\/]|^[a-z]:|\\/i.test(path), {
      error: "name a file inside the package",
    }),
});

/** `handoff.yaml` of a package: which build it is about, and which file answers which requirement. */
export const handoff = z.strictObject({
  build: z.string().refine(isDigest, "write sha256: and 64 hex digits"),
  items: z
    .array(item)
    .min(1)
    .superRefine((items, context) => {
      const nameOf = ({ requirement, part }: Item) => (part === "" ? requirement : `${requirement}#${part}`);
      const repeated = (what: (one: Item) => string, key: string) => {
        for (const [i, one] of items.entries())
          if (items.findIndex((other) => what(other) === what(one)) < i)
            context.addIssue({ code: "custom", path: [i, key], message: `${what(one)} comes twice` });
      };
      repeated(nameOf, "requirement");
      repeated(({ file }) => file, "file");
    }),
});

export type Item = z.infer<typeof item>;

/** Bytes; a manifest that is larger is none. */
const largest = 2 ** 20;

/** @throws AppError `CONFIG_INVALID` with every problem of the manifest */
export const readHandoff = async (
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  parseYaml: (text: string) => Promise<unknown>,
): Promise<z.infer<typeof handoff>> => {
  const invalid = (problems: readonly string[]) =>
    new AppError("CONFIG_INVALID", { file: path, count: problems.length, problems: problems.join("\n") });
  const decoder = new TextDecoder("utf-8");
  let text = "";
  for await (const piece of bytes) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > largest) throw invalid([`${path}: it is larger than 1 MiB`]);
  }
  const value = await parseYaml(text).catch((error: unknown) => {
    throw invalid([`${path}: ${error instanceof Error ? error.message : String(error)}`]);
  });
  const manifest = handoff.safeParse(value);
  if (manifest.success) return manifest.data;
  throw invalid(manifest.error.issues.map((issue) => `${path} ${issue.path.join(".")}: ${issue.message}`));
};
