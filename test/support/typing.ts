import type { Io } from "../../src/cli/io.ts";
import { runCli } from "../../src/cli/run.ts";
import type { Engine } from "../../src/conductor/engine.ts";
import type { Instant } from "../../src/domain/units.ts";

type Place = { readonly home: string; readonly engine: Engine; readonly now: Instant };

/** The command line in this process, over this engine: what it prints under --json; the code of the error when it refuses. */
export const typing =
  (place: Place) =>
  async (...argv: readonly string[]): Promise<unknown> => {
    const said = { out: "", err: "" };
    await runCli(["--json", ...argv], ioOf(place, said));
    return said.out === "" ? (JSON.parse(said.err) as { error: { code: string } }).error.code : JSON.parse(said.out);
  };

const notAsked = () => Promise.reject(new Error("this is not asked here"));

const ioOf = ({ home, engine, now }: Place, said: { out: string; err: string }): Io => ({
  out(text) {
    said.out += text;
  },
  err(text) {
    said.err += text;
  },
  color: false,
  terminal: false,
  columns: 100,
  cwd: home,
  env: {},
  signal: new AbortController().signal,
  now: () => now,
  version: "0",
  ask: async () => "",
  askHidden: async () => "",
  openRemote: notAsked,
  openEngine: async () => ({ ...engine, [Symbol.asyncDispose]: async () => undefined }),
  verify: notAsked,
  moveJournal: notAsked,
  openServer: notAsked,
  openAccess: notAsked,
  git: async () => null,
  demo: async () => 1,
});
