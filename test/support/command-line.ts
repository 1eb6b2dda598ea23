import { join } from "node:path";
import type { Io } from "../../src/cli/io.ts";
import { runCli } from "../../src/cli/run.ts";
import { compose } from "../../src/compose.ts";
import { composeRemote } from "../../src/compose-remote.ts";
import { type Instant, instant } from "../../src/domain/units.ts";
import type { Said } from "./headgate.ts";

type Setup = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => Instant;
  /** What is typed at a terminal, one answer to each question; without it there is none. */
  readonly answers?: readonly string[];
};

/** The command line in this process: over the journal of its folder, or over a server where `env` names one. */
export const commandLine =
  ({ cwd, env = {}, now = () => instant(Date.now()), answers }: Setup) =>
  async (...argv: readonly string[]): Promise<Said & { readonly asked: readonly string[] }> => {
    let [out, err] = ["", ""];
    const asked: string[] = [];
    const left = [...(answers ?? [])];
    const answer = async (question: string): Promise<string> => {
      asked.push(question);
      return left.shift() ?? "";
    };
    const nobody = (): Promise<never> => Promise.reject(new Error("not asked here"));
    const io: Io = {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      ...{ color: false, terminal: answers !== undefined, columns: 100, cwd, env, now, version: "0" },
      signal: new AbortController().signal,
      ask: answer,
      askHidden: answer,
      openEngine: (home) => compose({ home, state: join(home, ".headgate"), now }),
      openRemote: (settings) => composeRemote(settings, io),
      ...{ openServer: nobody, verify: nobody, moveJournal: nobody, openAccess: nobody, demo: nobody },
      git: async () => null,
    };
    const exit = await runCli(argv, io);
    return { exit, out, err, asked };
  };
