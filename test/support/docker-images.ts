import { execFile, execFileSync } from "node:child_process";
import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Digest, digest } from "../../src/domain/units.ts";
import type { DockerEngine } from "./docker-engine.ts";
import { folder } from "./folder.ts";

/** Status that `/cgi-bin/ready` answers. */
type Wanted = { readonly page: string; readonly ready?: number; readonly run?: string };

const serve = `/bin/busybox httpd -f -p 8080 -h /www & child=$!
trap 'kill $child; exit 0' TERM; wait`;

/**
 * A tiny web server as an image: `/` answers `page`, `/cgi-bin/env` its variables. Static busybox and nothing else.
 *
 * @param name repository in the registry of the engine
 * @returns the digest that the registry gave it; it is not in the engine any more
 */
export const pushImage = async (engine: DockerEngine, name: string, wanted: Wanted): Promise<Digest> => {
  const repository = `${engine.registry}/${name}`;
  await importImage(engine, repository, wanted);
  const [, progress] = await engine.ask("POST", `/images/${repository}/push?tag=t`);
  await engine.ask("DELETE", `/images/${repository}:t?force=1`);
  const pushed = /"Digest":"(sha256:[0-9a-f]{64})"/.exec(progress);
  if (pushed === null) throw new Error(`it was not pushed: ${progress}`);
  return digest(pushed[1]!);
};

/** @returns the id of the image, which has no digest as long as it is not pushed */
export const importImage = async (
  engine: DockerEngine,
  repository: string,
  { page, ready = 200, run = serve }: Wanted,
): Promise<string> => {
  await using dir = await folder();
  const bin = join(dir.path, "bin");
  const scripts = join(dir.path, "www", "cgi-bin");
  await mkdir(bin);
  await mkdir(scripts, { recursive: true });
  await copyFile(execFileSync("sh", ["-c", "command -v busybox"]).toString().trim(), join(bin, "busybox"));
  await symlink("busybox", join(bin, "sh"));
  await writeFile(join(dir.path, "www", "index.html"), page);
  const head = (status: number): string =>
    `#!/bin/sh\nprintf 'Status: ${status} -\\r\\nContent-Type: text/plain\\r\\n\\r\\n'\n`;
  await writeFile(join(scripts, "ready"), head(ready));
  await writeFile(join(scripts, "env"), `${head(200)}/bin/busybox env\n`);
  for (const script of ["ready", "env"]) await chmod(join(scripts, script), 0o755);
  const tar = join(engine.folder, `${page}.tar`);
  await promisify(execFile)("tar", ["-C", dir.path, "-cf", tar, "bin", "www"]);
  const changes = `CMD ${JSON.stringify(["sh", "-c", run])}`;
  const query = new URLSearchParams({ fromSrc: "-", repo: repository, tag: "t", changes });
  const [status, text] = await engine.ask("POST", `/images/create?${query}`, await readFile(tar));
  if (status !== 200) throw new Error(`it was not imported: ${text}`);
  return (JSON.parse(text.trim().split("\n").at(-1)!) as { status: string }).status;
};

/** Change a byte in the middle of its only layer, where the registry keeps it. */
export const damageLayer = async (engine: DockerEngine, image: Digest): Promise<void> => {
  const accept = "application/vnd.docker.distribution.manifest.v2+json";
  const answer = await fetch(`http://${engine.registry}/v2/shop/manifests/${image}`, { headers: { accept } });
  const { layers } = (await answer.json()) as { readonly layers: readonly { readonly digest: string }[] };
  const hex = layers[0]!.digest.slice("sha256:".length);
  const path = join(engine.folder, "registry/docker/registry/v2/blobs/sha256", hex.slice(0, 2), hex, "data");
  const bytes = await readFile(path);
  bytes[bytes.length >> 1]! ^= 0xff;
  await writeFile(path, bytes);
};
