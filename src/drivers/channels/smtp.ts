import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { AppError } from "../../errors.ts";
import type { ChannelDriver, Delivery } from "../port.ts";
import { oncePerKey } from "./once.ts";

export type SmtpSettings = {
  readonly server: { readonly host: string; readonly port: number };
  readonly tls: "starttls" | "implicit" | "none";
  /** Path of the authority behind the server's certificate; null for those that Node knows. */
  readonly ca: string | null;
  readonly from: string;
  /** Read anew for each connection. */
  readonly login: () => { readonly user: string; readonly password: string } | null;
};

type Message = Parameters<ChannelDriver["deliver"]>[0];

/**
 * E-mail by SMTP. `delivered` says that the server took responsibility for it; an address that it refuses is not
 * delivered, with its own words. The Message-ID is made of the key, so that mail which had to be sent twice can be seen
 * to be one: when the connection is lost between our last dot and the server's yes, nobody knows, and it is sent again.
 */
export const smtpChannel = (settings: SmtpSettings): ChannelDriver =>
  oncePerKey({
    name: "smtp",
    async deliver(message, signal) {
      let refused: Delivery | null = null;
      try {
        signal.throwIfAborted();
        const text = await compose(settings, message);
        const connection = new SMTPConnection(await options(settings));
        using _abort = closedOn(signal, connection);
        try {
          await open(connection);
          const login = settings.login();
          if (login !== null) await logIn(connection, login);
          return await send(connection, { from: settings.from, to: [message.to] }, text);
        } catch (error) {
          refused = refusalOf(error);
          if (refused === null) throw signal.aborted ? signal.reason : error;
        } finally {
          connection.close();
        }
      } catch (error) {
        throw failed(settings, error);
      }
      return refused;
    },
  });

const options = async ({ server, tls, ca }: SmtpSettings): Promise<SMTPConnection.Options> => ({
  ...server,
  secure: tls === "implicit",
  requireTLS: tls === "starttls",
  ignoreTLS: tls === "none",
  ...(ca === null ? {} : { tls: { ca: await readFile(ca, "utf8") } }),
  connectionTimeout: 20_000,
  greetingTimeout: 20_000,
  socketTimeout: 50_000,
});

const closedOn = (signal: AbortSignal, connection: SMTPConnection): Disposable => {
  const close = () => connection.close();
  signal.addEventListener("abort", close);
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", close) };
};

/** Also rejects when the connection ends before it was told to. */
const asked = <T>(connection: SMTPConnection, ask: (done: (error: unknown, value: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    connection.once("error", reject);
    connection.once("end", () => reject(new Error("the connection ended")));
    ask((error, value) => (error ? reject(error) : resolve(value)));
  });

const open = (connection: SMTPConnection): Promise<void> =>
  asked(connection, (done) => connection.connect((error) => done(error, undefined)));

const logIn = (connection: SMTPConnection, { user, password }: { readonly user: string; readonly password: string }) =>
  asked<void>(connection, (done) =>
    connection.login({ credentials: { user, pass: password } }, (error) => done(error, undefined)),
  );

const send = async (connection: SMTPConnection, envelope: SMTPConnection.Envelope, text: Buffer): Promise<Delivery> => {
  const sent = await asked<SMTPConnection.SentMessageInfo>(connection, (done) =>
    connection.send(envelope, text, (error, info) => done(error, info)),
  );
  return { delivered: true, detail: oneLine(sent.response) };
};

/** Codes from 500 on are for good; what is refused for now (4xx) is tried again. Logging in has nothing to do with the recipient. */
const refusalOf = (error: unknown): Delivery | null => {
  const { responseCode, response, code, command } = error as Partial<SMTPConnection.SMTPError>;
  const isForGood = responseCode !== undefined && responseCode >= 500;
  const isAboutIt = code === "EENVELOPE" || code === "EMESSAGE";
  if (!isForGood || !isAboutIt || command?.startsWith("MAIL")) return null;
  return { delivered: false, detail: `refused: ${oneLine(response ?? String(responseCode))}` };
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, 300);

const compose = ({ from }: SmtpSettings, { key, to, subject, body }: Message): Promise<Buffer> =>
  new MailComposer({
    from: { name: "", address: from },
    to: { name: "", address: to },
    subject,
    text: body,
    messageId: messageId(key, from),
    headers: { "Auto-Submitted": "auto-generated" },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();

export const messageId = (key: string, from: string): string =>
  `<${createHash("sha256").update(key).digest("hex").slice(0, 40)}@${from.split("@").at(-1)}>`;

const failed = ({ server: { host, port }, tls }: SmtpSettings, error: unknown): AppError => {
  if (error instanceof AppError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const problem = oneLine(message);
  const fix = code === "EAUTH" ? "Check user and password." : `Does ${host}:${port} take mail, with tls: ${tls}?`;
  return new AppError("DRIVER_FAILED", { driver: "smtp", act: "delivering", problem, fix }, { cause: error });
};
