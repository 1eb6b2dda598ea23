import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

export type Below = {
  /** Its path within the folder, with `/`. */
  readonly name: string;
  readonly kind: "file" | "link" | "other";
};

/**
 * What lies below a folder, however deep, by name; folders themselves are left out. Links are told and never followed.
 * Node's own recursive `readdir` does follow them: one to `/` would lead through the whole machine.
 */
export const below = async (folder: string, inside = ""): Promise<readonly Below[]> => {
  const found: Below[] = [];
  for (const entry of await readdir(join(folder, inside), { withFileTypes: true })) {
    const name = inside === "" ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await below(folder, name)));
    else found.push({ name, kind: kindOf(entry) });
  }
  return inside === "" ? found.sort((a, b) => (a.name < b.name ? -1 : 1)) : found;
};

const kindOf = (entry: Dirent): Below["kind"] => {
  if (entry.isFile()) return "file";
  return entry.isSymbolicLink() ? "link" : "other";
};
