import { cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePort, makeBuild, testBuild } from "./builds.ts";

/** The published version in service, and the next one. */
export const [before, after] = ["14.1.0", "14.1.1"] as const;
export const release = `http-server-${after}`;

/** Where it plays: a folder of its own with both configuration files and both builds. */
export type Scene = { readonly home: string; readonly url: string };

const here = import.meta.dirname;

export const setScene = async (signal: AbortSignal): Promise<Scene> => {
  const home = await mkdtemp(join(tmpdir(), "hg-http-"));
  for (const version of [before, after]) await makeBuild(join(home, "builds", version), version, signal);
  for (const file of ["process.yaml", "looked.yaml", "tests.ts"]) await cp(join(here, file), join(home, file));
  const [staging, production] = [await freePort(), await freePort()];
  const text = await readFile(join(here, "headgate.yaml"), "utf8");
  // The ports of the file are for people to copy; here they may be taken.
  const placed = text
    .replace("127.0.0.1:8081", `127.0.0.1:${staging}`)
    .replace("127.0.0.1:8080", `127.0.0.1:${production}`);
  await writeFile(join(home, "headgate.yaml"), placed);
  return { home, url: `http://127.0.0.1:${production}` };
};

/** What a build pipeline hands over: the report of the tests, and which build it is about. */
export const packReports = async ({ home }: Scene, digest: string, signal: AbortSignal): Promise<void> => {
  await mkdir(join(home, "package"));
  await writeFile(join(home, "package", "junit.xml"), await testBuild(join(home, "builds", after), signal));
  const items = [{ requirement: "entry.tests", format: "junit", file: "junit.xml" }];
  await writeFile(join(home, "package", "handoff.yaml"), stringify({ build: digest, items }));
};
