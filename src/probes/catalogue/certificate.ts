import { isIP } from "node:net";
import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from "node:tls";
import type { Instant, Millis } from "../../domain/units.ts";
import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { acceptsOlder, type TlsVersion } from "./older-tls.ts";
import { shown } from "./shown.ts";

export type CertificateSettings = {
  readonly host: string;
  readonly port: number;
  /** The host name that it must be for. */
  readonly name: string;
  /** It must hold for more than so many days. */
  readonly days: number;
  /** PEM of the authority that must have signed it; null: those that Node trusts. */
  readonly ca: string | null;
  /** No older protocol may be accepted there. */
  readonly tls: TlsVersion | null;
  readonly now: Instant;
  readonly within: Millis;
};

/** Who it is for, until when, signed by whom, and which protocols go with it. Silence is an answer, and no error. */
export const certificate: Look<CertificateSettings> = async (settings, signal) => {
  const { host, port, tls, within } = settings;
  const where = `${host}:${port}`;
  const met = await shake(settings, signal);
  if (typeof met === "string") return answered("certificate", where, [met]);
  const older =
    tls === null ? null : await acceptsOlder({ ...settings, least: tls }, signal, AbortSignal.timeout(within));
  const problems = [...met.problems, ...(older === null ? [] : [`also speaks ${older}; ${tls} is the least allowed`])];
  return answered("certificate", where, problems, { daysLeft: met.daysLeft });
};

type Met = { readonly problems: readonly string[]; readonly daysLeft: number };

/** Looks at whatever is shown there, so that all that is wrong with it can be said at once. */
const shake = async (settings: CertificateSettings, signal: AbortSignal): Promise<Met | string> => {
  const { host, port, name, ca, within } = settings;
  const trusted = ca === null ? {} : { ca };
  const named = isIP(name) === 0 ? { servername: name } : {};
  // The name is held against it below, so that `authorized` speaks of who vouches for it alone.
  const options = { rejectUnauthorized: false, checkServerIdentity: () => undefined };
  const socket = connect({ host, port, ...trusted, ...named, ...options });
  const limit = AbortSignal.timeout(within);
  const met = await new Promise<Met | string>((resolve) => {
    const end = () => resolve(limit.aborted ? `no handshake within ${within} ms` : "it was stopped");
    AbortSignal.any([signal, limit]).addEventListener("abort", end, { once: true });
    socket.once("secureConnect", () => resolve(judged(settings, socket)));
    socket.once("error", ({ message }) => resolve(message));
    socket.once("close", () => resolve("the connection was closed before the handshake"));
  });
  socket.destroy();
  signal.throwIfAborted();
  return met;
};

const day = 86_400_000;

const judged = ({ name, days, now }: CertificateSettings, socket: TLSSocket): Met => {
  const shownThere: PeerCertificate = socket.getPeerCertificate();
  const daysLeft = Math.floor((Date.parse(shownThere.valid_to) - now) / day);
  const starts = Date.parse(shownThere.valid_from);
  const stranger = checkServerIdentity(name, shownThere);
  const problems = [
    ...(socket.authorized ? [] : [`nobody who is trusted vouches for it (${socket.authorizationError})`]),
    ...(stranger === undefined ? [] : [`is not for ${name} but for ${shown(namesOf(shownThere))}`]),
    ...(starts <= now ? [] : [`is valid from ${shownThere.valid_from} only`]),
    ...(daysLeft > days
      ? []
      : [`ends on ${shownThere.valid_to}, in ${daysLeft} days; more than ${days} are asked for`]),
  ];
  return { problems, daysLeft };
};

const namesOf = ({ subjectaltname, subject }: PeerCertificate): string =>
  subjectaltname ?? `${subject?.CN ?? "nobody"}`;
