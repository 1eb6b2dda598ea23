import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readlink } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { below } from "../../below.ts";
import type { Digest } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";

/**
 * SHA-256 of a folder: over a line per file, sorted by path, of kind, digest and path. Times, owners and modes stay
 * out, so that the same content gives the same digest wherever it was unpacked.
 *
 * @throws AppError `BUILD_INVALID` for a link that leaves the folder and for anything that is neither file nor folder
 */
export const folderDigest = async (folder: string): Promise<Digest> => {
  const lines: string[] = [];
  for (const { name, kind } of await below(folder)) {
    const path = join(folder, name);
    if (kind === "other") throw invalid(folder, `${name} is neither a file nor a folder`);
    lines.push(`${kind} ${kind === "link" ? await linkWithin(folder, path) : await fileDigest(path)} ${name}`);
  }
  if (lines.length === 0) throw invalid(folder, "it holds no files");
  return `sha256:${createHash("sha256").update(lines.sort().join("\n")).digest("hex")}` as Digest;
};

const fileDigest = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
};

const linkWithin = async (folder: string, path: string): Promise<string> => {
  const target = await readlink(path);
  const to = resolve(join(path, ".."), target);
  if (!`${to}${sep}`.startsWith(`${resolve(folder)}${sep}`))
    throw invalid(folder, `${relative(folder, path)} links to ${target}, outside the build`);
  return target;
};

export const invalid = (path: string, problem: string): AppError =>
  new AppError("BUILD_INVALID", {
    path,
    problem,
    fix: "Name a folder that holds exactly what shall run, or an image: registry.example/shop@sha256:…",
  });
