import type { Engine } from "../conductor/engine.ts";
import type { Io } from "./io.ts";
import type { Project } from "./project.ts";

/** What a command gets besides its words. Files and the engine are opened only when they are asked for. */
export type Context = {
  readonly io: Io;
  /** As typed words mean it: the working folder, or `-C`. */
  readonly folder: string;
  readonly json: boolean;
  /** Prints the answer: the value as JSON under `--json`, else the text. */
  readonly answer: (value: unknown, text: () => string) => void;
  /** Prints a line for people, unless JSON was asked for. */
  readonly say: (line: string) => void;
  /** The folder of `headgate.yaml`, from `folder` upward. @throws AppError `CONFIG_MISSING` */
  readonly home: () => Promise<string>;
  /** @throws AppError `CONFIG_MISSING`, `CONFIG_INVALID` */
  readonly project: () => Promise<Project>;
  readonly engine: () => Promise<Engine>;
};

export const openContext = (io: Io, folder: string, json: boolean): Context & AsyncDisposable => {
  let opened: Promise<Engine & AsyncDisposable> | undefined;
  const home = async (): Promise<string> => (await import("./home.ts")).findHome(folder);
  const print = (text: string): void => io.out(text.endsWith("\n") ? text : `${text}\n`);
  return {
    io,
    folder,
    json,
    answer: (value, text) => print(json ? JSON.stringify(value, null, 2) : text()),
    say: (line) => {
      if (!json) print(line);
    },
    home,
    project: async () => (await import("./project.ts")).loadProject(await home()),
    engine: async () => {
      opened ??= home().then((found) => io.openEngine(found));
      return opened;
    },
    async [Symbol.asyncDispose]() {
      // Why it could not be opened was told to the command already.
      const engine = await opened?.catch(() => undefined);
      await engine?.[Symbol.asyncDispose]();
    },
  };
};
