import { existsSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { template } from "../../config/template.ts";
import { name } from "../../config/values.ts";
import { AppError } from "../../errors.ts";
import { command, option } from "../command.ts";
import { configFile, stateFolder } from "../home.ts";

export const init = command({
  name: "init",
  summary: "Write a commented headgate.yaml for this folder",
  args: {},
  options: { service: option(name.optional(), "NAME", "name of the service (else that of the folder)") },
  examples: [
    ["init", "write headgate.yaml here; it is never overwritten"],
    ["init --service payment-api", "with another name than the folder's"],
  ],
  async run({ service }, { answer, folder }) {
    const path = join(folder, configFile);
    await writeNew(path, template(service ?? nameFor(folder)));
    const ignored = await ignoreState(folder);
    answer({ written: path, ignored }, () =>
      [
        `Wrote ${path}.`,
        ...(ignored ? [`Added ${stateFolder}/ to .gitignore.`] : []),
        "Next: put your people and commands in it, then: headgate check",
      ].join("\n"),
    );
    return 0;
  },
});

/** The folder's name as a service's, or a name that plainly asks to be changed. */
const nameFor = (folder: string): string => {
  const slug = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return z.safeParse(name, slug).success ? slug : "my-service";
};

const writeNew = async (path: string, text: string): Promise<void> => {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EEXIST")
      throw new AppError(
        "FILE_EXISTS",
        { path, fix: "Nothing was changed. Check it: headgate check" },
        { cause: error },
      );
    throw new AppError("FILE_UNREADABLE", { path, problem: `it cannot be written (${code})` }, { cause: error });
  }
};

/** The state is no source; only a `.gitignore` that exists is touched. */
const ignoreState = async (folder: string): Promise<boolean> => {
  const path = join(folder, ".gitignore");
  if (!existsSync(path)) return false;
  const text = await readFile(path, "utf8");
  if (text.split("\n").some((line) => /^\/?\.headgate\/?$/.test(line.trim()))) return false;
  await appendFile(path, `${text === "" || text.endsWith("\n") ? "" : "\n"}${stateFolder}/\n`);
  return true;
};
