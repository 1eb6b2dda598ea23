import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export type Key = { readonly path: string; readonly publicKey: string; readonly fingerprint: string };

/** A key pair as a person would make it, in `folder`. */
export const makeKey = async (folder: string, name: string): Promise<Key> => {
  const path = join(folder, name);
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path]);
  const { stdout } = await run("ssh-keygen", ["-lf", `${path}.pub`]);
  return { path, publicKey: await readFile(`${path}.pub`, "utf8"), fingerprint: stdout.split(" ")[1]! };
};
