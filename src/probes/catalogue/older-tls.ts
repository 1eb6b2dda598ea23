import { isIP } from "node:net";
import { connect } from "node:tls";
import { couldNotLook } from "./could-not-look.ts";

const versions = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;
export type TlsVersion = (typeof versions)[number];

type Asked = { readonly host: string; readonly port: number; readonly name: string; readonly least: TlsVersion };

/**
 * The newest protocol below `least` that is accepted there; null when all are refused. Both sides settle on the newest
 * one that they share, so the older ones have to be asked for by themselves.
 *
 * @throws AppError `PROBE_FAILED` when nobody can say: only a refusal is one
 */
export const acceptsOlder = async (asked: Asked, signal: AbortSignal, limit: AbortSignal): Promise<string | null> => {
  const [low, high] = [versions[0], versions[versions.indexOf(asked.least) - 1]];
  if (high === undefined) return null;
  const { host, port, name } = asked;
  // Level 0: OpenSSL offers nothing older than 1.2 above it.
  const options = { minVersion: low, maxVersion: high, ciphers: "DEFAULT@SECLEVEL=0", rejectUnauthorized: false };
  const socket = connect({ host, port, ...options, ...(isIP(name) === 0 ? { servername: name } : {}) });
  const came = await new Promise<string | Error>((resolve) => {
    const end = () => resolve(new Error("no answer in time"));
    AbortSignal.any([signal, limit]).addEventListener("abort", end, { once: true });
    socket.once("secureConnect", () => resolve(socket.getProtocol() ?? high));
    socket.once("error", resolve);
    socket.once("close", () => resolve(new Error("ECONNRESET")));
  });
  socket.destroy();
  signal.throwIfAborted();
  if (typeof came === "string") return came;
  if (isRefusal(came)) return null;
  throw couldNotLook(
    `certificate ${host}:${port}`,
    `older protocols than ${asked.least}: ${came.message}`,
    "Try again.",
  );
};

/** An alert, or the line cut at the greeting; anything else, such as a protocol that we lack ourselves, tells nothing. */
const isRefusal = ({ message, code = "" }: NodeJS.ErrnoException): boolean =>
  /ALERT|ECONNRESET|EPIPE|UNSUPPORTED_PROTOCOL/.test(`${code} ${message.toUpperCase()}`);
