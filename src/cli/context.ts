import type { Engine } from "../conductor/engine.ts";
import type { Io } from "./io.ts";
import type { Project } from "./project.ts";
import type { Person } from "./remote/person.ts";
import type { Remote } from "./remote/remote-engine.ts";
import { isRemote } from "./remote/remote-settings.ts";

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
  readonly project: () => Promise<Pick<Project, "config" | "process">>;
  /** Of this folder's journal, or of the server that HEADGATE_URL names. */
  readonly engine: () => Promise<Engine>;
  /** Whose token is shown to the server; null without one, where people say themselves who they are. */
  readonly person: () => Promise<Person | null>;
};

export const openContext = (io: Io, folder: string, json: boolean): Context & AsyncDisposable => {
  let opened: Promise<Engine & AsyncDisposable> | undefined;
  let reached: Promise<Remote> | undefined;
  const remote = async (): Promise<Remote> => {
    const { remoteSettings } = await import("./remote/remote-settings.ts");
    reached ??= remoteSettings(io.env).then((settings) => io.openRemote(settings));
    return reached;
  };
  const isThere = isRemote(io.env);
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
    project: async () =>
      isThere ? (await remote()).project() : (await import("./project.ts")).loadProject(await home()),
    person: async () => (isThere ? (await remote()).person : null),
    engine: async () => {
      opened ??= isThere ? remote() : home().then((found) => io.openEngine(found));
      return opened;
    },
    async [Symbol.asyncDispose]() {
      // Why it could not be opened was told to the command already.
      const engine = await opened?.catch(() => undefined);
      await engine?.[Symbol.asyncDispose]();
    },
  };
};
