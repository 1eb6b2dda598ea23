import { z } from "zod";
import { asks } from "./explain.ts";
import { parseAddress } from "./listen.ts";
import { strict, text } from "./values.ts";

/** A way to send messages; which one shows by the key that it has. */
export type Channel = FileChannel | SmtpChannel | WebhookChannel;

export type FileChannel = { readonly file: string };

/** A mail server. `user` and `password` as they are written: `$NAME` stands for a variable. */
export type SmtpChannel = {
  readonly smtp: { readonly host: string; readonly port: number };
  /** `starttls`: encrypted before anything is said, or not at all; `implicit`: from the first byte on. */
  readonly tls: "starttls" | "implicit" | "none";
  /** File of the authority that signed the server's certificate; null for those that Node knows. */
  readonly ca: string | null;
  readonly from: string;
  readonly user: string | null;
  readonly password: string | null;
};

/** A page that takes messages as JSON. `webhook` and `secret` as they are written. */
export type WebhookChannel = {
  readonly webhook: string;
  readonly secret: string | null;
  /** The receiver drops what it has by its id already, so that it may be told once more when nobody knows. */
  readonly idempotent: boolean;
};

const file = strict({ file: text.describe("Messages are appended to this file.") });

const variable = /^\$[A-Za-z_]\w*$/;
const secretHelp =
  "may be a secret, and this file is kept with each release; write $NAME and set that variable where headgate runs";
/** Never repeats what stands there. */
const secret = z.string({ error: () => secretHelp }).regex(variable, { error: () => secretHelp });

const addressHelp = "write one address, such as releases@example.org";
export const address = z.string({ error: asks(addressHelp) }).regex(/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/, {
  error: asks(addressHelp),
});

const serverHelp = "write host:port of the mail server, such as mail.example.org:587";
const server = z
  .string({ error: asks(serverHelp) })
  .refine((given) => parseAddress(given) !== null, { error: asks(serverHelp) })
  .transform((given) => parseAddress(given) ?? z.NEVER);

const smtp = strict({
  smtp: server.describe("Mail server that takes messages for others, host:port."),
  from: address.describe("Sender; what cannot be delivered comes back to it."),
  tls: z
    .enum(["starttls", "implicit", "none"])
    .default("starttls")
    .describe("How the connection is encrypted; the server's certificate is always checked."),
  ca: text.nullable().default(null).describe("File of the authority behind its certificate, in PEM."),
  user: text.nullable().default(null).describe("Name to log in with; $NAME for a variable."),
  password: secret.nullable().default(null).describe("$NAME of the variable that holds the password."),
})
  .refine(({ user, password }) => (user === null) === (password === null), {
    error: "needs its other half: user and password belong together",
    path: ["password"],
  })
  .refine(({ tls, user }) => tls !== "none" || user === null, {
    error: "would send the password in the open; write starttls or implicit",
    path: ["tls"],
  });

const pageHelp = "write http://… or https://… without a user, or $NAME for a variable that holds it";
const webhook = strict({
  webhook: z
    .string({ error: () => pageHelp })
    .regex(/^(?:\$[A-Za-z_]\w*|https?:\/\/[^\s/?#@]+(?:[/?#]\S*)?)$/, { error: () => pageHelp })
    .describe("Page that each message is posted to as JSON; $NAME for a variable, where its address is a secret."),
  secret: secret.nullable().default(null).describe("$NAME of the secret that messages are signed with, whsec_…"),
  idempotent: z
    .boolean()
    .default(true)
    .describe("The receiver drops a message whose id it has; only then is one sent again when nobody knows."),
});

/** Which one is meant shows by its keys. */
export const channel = z.union([file, smtp, webhook], {
  error: asks("write { file: … }, { smtp: …, from: … } or { webhook: … }"),
});

export const defaultChannels = { outbox: { file: "outbox.jsonl" } };
