import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export type Mail = { readonly to: readonly string[]; readonly text: string; readonly encrypted: boolean };

export type MailServer = AsyncDisposable & {
  readonly port: number;
  /** What it took, in order. */
  readonly taken: readonly Mail[];
};

type Answers = {
  /** What it answers to this recipient instead of yes. */
  readonly refuse?: (to: string) => { readonly code: number; readonly words: string } | null;
  /** What it answers to this mail after its last dot. */
  readonly reject?: (text: string) => { readonly code: number; readonly words: string } | null;
  readonly login?: { readonly user: string; readonly password: string };
  readonly options?: SMTPServerOptions;
};

const error = (said: { readonly code: number; readonly words: string }): Error =>
  Object.assign(new Error(said.words), { responseCode: said.code });

/** A mail server of 127.0.0.1 that keeps what it takes. Without `options` it has no TLS and asks for no password. */
export const mailServer = async ({ refuse, reject, login, options }: Answers = {}): Promise<MailServer> => {
  const taken: Mail[] = [];
  const server = new SMTPServer({
    disabledCommands: login === undefined ? ["AUTH", "STARTTLS"] : [],
    ...options,
    closeTimeout: 100,
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(error({ code: 535, words: "who are you?" }));
    },
    onRcptTo({ address }, _session, done) {
      const said = refuse?.(address) ?? null;
      done(said === null ? null : error(said));
    },
    async onData(stream, session, done) {
      const text = (await stream.toArray()).join("");
      const said = reject?.(text) ?? null;
      if (said !== null) return done(error(said));
      const to = session.envelope.rcptTo.map(({ address }) => address);
      taken.push({ to, text, encrypted: session.secure });
      done(null, "taken");
    },
  });
  // A client that goes away in the middle is no fault of ours.
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
