import type { Client } from "ssh2";
import { connect } from "./connect.ts";
import { HostFailed } from "./failures.ts";
import { type Asked, run } from "./run.ts";
import type { SshHost } from "./settings.ts";
import { turns } from "./turns.ts";

/** ms without a command after which a connection is closed; until then it keeps the program from ending. */
const idle = 1_500;
/** Commands at a time on one connection: sshd lets 10 be, and what has just ended may still count. */
const atOnce = 8;

/** Runs commands on hosts, over one connection to each that is made when needed and closed when idle. */
export type Sessions = (host: SshHost, asked: Asked, signal: AbortSignal) => Promise<string>;

type Session = {
  readonly client: Promise<Client>;
  readonly turn: ReturnType<typeof turns>;
  busy: number;
  closing: NodeJS.Timeout | undefined;
};

/** @param key file with the private key */
export const openSessions = (key: string): Sessions => {
  const sessions = new Map<SshHost, Session>();

  const forget = (host: SshHost, session: Session): void => {
    if (sessions.get(host) === session) sessions.delete(host);
  };

  /** Forgotten first: nobody shall ask anything of a connection that is about to close. */
  const close = (host: SshHost, session: Session): void => {
    forget(host, session);
    session.client.then((client) => client.end()).catch(() => {});
  };

  const sessionOf = (host: SshHost): Session => {
    const known = sessions.get(host);
    if (known !== undefined) return known;
    const session: Session = { client: connect(host, key), turn: turns(atOnce), busy: 0, closing: undefined };
    session.client.then(
      (client) => client.once("close", () => forget(host, session)),
      () => forget(host, session),
    );
    sessions.set(host, session);
    return session;
  };

  return async (host, asked, signal) => {
    const session = sessionOf(host);
    clearTimeout(session.closing);
    session.busy++;
    try {
      const client = await unlessAborted(session.client, host, signal);
      return await session.turn(() => run(client, host, asked, signal));
    } finally {
      session.busy--;
      if (session.busy === 0) session.closing = setTimeout(() => close(host, session), idle);
    }
  };
};

/** Others may be waiting for the same connection: it is made all the same. */
const unlessAborted = async (client: Promise<Client>, host: SshHost, signal: AbortSignal): Promise<Client> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new HostFailed(host, "it was called off"));
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([client, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
};
