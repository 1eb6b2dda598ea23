import type { MoveAnswer } from "../api/move-answer.ts";
import type { VerifyAnswer } from "../api/verify-answer.ts";
import type { Engine } from "../conductor/engine.ts";
import type { Instant } from "../domain/units.ts";
import type { AccessDesk } from "./access-desk.ts";
import type { Remote } from "./remote/remote-engine.ts";
import type { RemoteSettings } from "./remote/remote-settings.ts";

/** Everything of the outside that the command line touches besides plain files; given by `main.ts`. */
export type Io = {
  /** Both write the text as it is, without adding a line end. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly color: boolean;
  /** Somebody sits there: questions may be asked and a line may be rewritten. */
  readonly terminal: boolean;
  /** Width of the output in characters. */
  readonly columns: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  readonly now: () => Instant;
  /** Headgate's own version. */
  readonly version: string;
  /** Puts a question and resolves to the line typed, "" at the end of the input. Only asked when `terminal`. */
  readonly ask: (question: string) => Promise<string>;
  /** The same, and what is typed is not shown. Only asked when `terminal`. */
  readonly askHidden: (question: string) => Promise<string>;
  /** @param home  the folder of `headgate.yaml`; the state lies in `.headgate` there */
  readonly openEngine: (home: string) => Promise<Engine & AsyncDisposable>;
  /** The engine of a server, which then needs no `headgate.yaml` here. */
  readonly openRemote: (settings: RemoteSettings) => Promise<Remote>;
  readonly verify: (target: VerifyTarget) => Promise<VerifyAnswer>;
  /** Moves the journal of that folder of `headgate.yaml` into the database that HEADGATE_DATABASE_URL or `database:` says. */
  readonly moveJournal: (home: string) => Promise<MoveAnswer>;
  /** What `git …args` prints in that folder; null when it fails, there is no repository or no git. */
  readonly git: (args: readonly string[], folder: string) => Promise<string | null>;
  /** The server over that folder of headgate.yaml, listening. */
  readonly openServer: (home: string, options: ServeOptions) => Promise<OpenedServer>;
  /** Accounts and tokens of that folder of headgate.yaml, on this very machine. */
  readonly openAccess: (home: string) => Promise<AccessDesk & AsyncDisposable>;
  /** The scripted demo; resolves to its exit code. */
  readonly demo: (argv: readonly string[]) => Promise<number>;
};

/** `journal`: the one in use, wherever it is; `embedded`: the one in this state folder; `record`: a sealed record. */
export type VerifyTarget = { readonly kind: "journal" | "embedded" | "record"; readonly folder: string };

/** `host` and `port` win over server.yaml. */
export type ServeOptions = {
  readonly conduct: boolean;
  readonly host: string | undefined;
  readonly port: number | undefined;
};

/** `url`: as people write it; `address`: where it really listens. */
export type OpenedServer = { readonly url: string; readonly address: string; stop(): Promise<void> };
