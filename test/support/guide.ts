import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { folder } from "./folder.ts";

const root = resolve(import.meta.dirname, "../..");

/** Where one is not, what needs it is skipped: apt install curl jq zip sqlite3. */
export const hasTools = (...names: readonly string[]): boolean =>
  names.every((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0);

type Step = { readonly info: string; readonly text: string };

/** All fenced blocks of a page in order; those of lists are indented. */
const stepsOf = (page: string): readonly Step[] => {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^( *)```([^\n`]*)\n([\s\S]*?)^\1```$/gm)].map(([, indent, info = "", inside = ""]) => ({
    info: info.trim(),
    text: inside.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
};

export type Followed = AsyncDisposable & {
  /** The folder in which the page was followed. */
  readonly path: string;
  readonly exit: number | null;
  /** What the commands said, after a line `$ <block>` for each. */
  readonly said: string;
};

type How = {
  readonly page: string;
  /** Blocks to follow have this word behind their language: those of `sh` are run, of others written to a file. */
  readonly word?: string;
  /** What stands on the page → what it is here, such as ports. */
  readonly change?: Readonly<Record<string, string>>;
  /** Programs of the reader that this machine may lack, by name: modules of Node. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What the folder holds before. */
  readonly files?: Readonly<Record<string, string>>;
};

/**
 * Follows a page from nothing: an empty folder, its blocks in order, one shell, the real command line. A block
 * `yaml run server.yaml` is written to that file, a block `sh run` is typed. The first command that fails ends it, and
 * what it left running ends with it.
 */
export const followGuide = async ({
  page,
  word = "run",
  change = {},
  programs = {},
  env = {},
  files = {},
}: How): Promise<Followed> => {
  const dir = await folder();
  const [home, tools] = [join(dir.path, "home"), join(dir.path, "tools")];
  await mkdir(home);
  await mkdir(tools);
  for (const [name, code] of Object.entries({ ...programs })) await program(join(tools, name), code);
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text);
  const changed = (text: string): string =>
    Object.entries(change).reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const steps = stepsOf(page).filter(({ info }) => info.split(" ")[1] === word);
  const script = [prelude, ...steps.map(({ info, text }, i) => typed(i, info, changed(text)))].join("\n");
  await writeFile(join(dir.path, "script"), script);
  const path = [tools, join(root, "bin"), dirname(process.execPath), process.env.PATH].join(":");
  const { HEADGATE_USER: _, HEADGATE_URL: __, ...around } = process.env;
  const shell = spawn("bash", [join(dir.path, "script")], {
    ...{ cwd: home, stdio: ["ignore", "pipe", "pipe"], timeout: 240_000 },
    env: { ...around, HEADGATE_LOG: "warn", ...env, PATH: path },
  });
  let said = "";
  for (const stream of [shell.stdout!, shell.stderr!])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const [exit] = (await once(shell, "close")) as [number | null];
  return { path: home, exit, said, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
};

/** What was left running is asked to end, and waited for. */
const prelude = `set -euo pipefail
set -m
end() { for job in $(jobs -p); do kill -- "-$job" 2>/dev/null || true; done; wait; }
trap end EXIT`;

const typed = (number: number, info: string, text: string): string => {
  const [language, , file] = info.split(" ");
  const mark = `echo '$ ${number + 1}'`;
  if (language === "sh") return `${mark}\n${text}`;
  return `${mark}\ncat > '${file}' <<'END OF ${file}'\n${text}END OF ${file}`;
};

const program = async (path: string, code: string): Promise<void> => {
  await writeFile(`${path}.mjs`, code);
  await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' '${path}.mjs' "$@"\n`);
  await chmod(path, 0o755);
};
