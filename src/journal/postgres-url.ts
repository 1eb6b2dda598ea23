import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { AppError } from "../errors.ts";

/** Where PostgreSQL is. `user` and `password` may be absent: then PGUSER, PGPASSWORD and ~/.pgpass are asked. */
export type Connection = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user?: string;
  readonly password?: string;
  readonly ssl: ConnectionOptions | false;
  /** For people, and without a secret: `db.example:5432/headgate`. */
  readonly where: string;
};

const parameters = ["host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey"] as const;
const modes = ["disable", "require", "verify-ca", "verify-full"] as const;
type Mode = (typeof modes)[number];

/**
 * `postgresql://user:password@host:port/database?sslmode=verify-full`; for a unix socket
 * `postgresql:///database?host=/folder/of/the/socket`. `sslmode` means what it means to libpq: `require` encrypts
 * and believes any certificate unless `sslrootcert` names whom to believe. Left out it is `verify-full`, and `disable`
 * for this very machine. `prefer` and `allow` are refused, for they fall back to plain text without a word.
 *
 * @throws AppError `USAGE` that never repeats the url: there may be a password in it
 */
export const connectionOf = (url: string): Connection => {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !["postgres:", "postgresql:"].includes(parsed.protocol))
    throw usage("it is no url that begins with postgresql://");
  const given = parsed.searchParams;
  for (const name of given.keys()) if (!isOneOf(name, parameters)) throw usage(`it has the unknown parameter ${name}`);
  const host = decoded(parsed.hostname).replace(/^\[(.*)\]$/, "$1") || (given.get("host") ?? "");
  const port = Number(parsed.port || (given.get("port") ?? 5432));
  const database = decoded(parsed.pathname.slice(1));
  if (host === "") throw usage("it names no host");
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw usage("its port is no number up to 65535");
  if (database === "") throw usage("it names no database");
  return {
    host,
    port,
    database,
    ...(parsed.username === "" ? {} : { user: decoded(parsed.username) }),
    ...(parsed.password === "" ? {} : { password: decoded(parsed.password) }),
    ssl: sslOf(modeOf(given.get("sslmode"), host), given),
    where: `${host}:${port}/${database}`,
  };
};

const usage = (problem: string): AppError =>
  new AppError("USAGE", {
    problem: `The url of PostgreSQL cannot be used: ${problem}.`,
    fix: "Write postgresql://user:password@host:5432/database?sslmode=verify-full into HEADGATE_DATABASE_URL, or into the variable that database: of headgate.yaml names.",
  });

const isOneOf = <T extends string>(word: string, list: readonly T[]): word is T => list.some((one) => one === word);

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw usage("a % in it begins no escaped character; a % of a password is written %25");
  }
};

const isThisMachine = (host: string): boolean =>
  host.startsWith("/") || host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);

const modeOf = (given: string | null, host: string): Mode => {
  if (given === null) return isThisMachine(host) ? "disable" : "verify-full";
  if (!isOneOf(given, modes)) throw usage(`its sslmode is none of ${modes.join(", ")}`);
  return given;
};

const sslOf = (mode: Mode, given: URLSearchParams): ConnectionOptions | false => {
  if (mode === "disable") return false;
  const [root, cert, key] = [given.get("sslrootcert"), given.get("sslcert"), given.get("sslkey")];
  return {
    rejectUnauthorized: mode !== "require" || root !== null,
    ...(mode === "verify-full" ? {} : { checkServerIdentity: () => undefined }),
    ...(root === null || root === "system" ? {} : { ca: file(root) }),
    ...(cert === null ? {} : { cert: file(cert) }),
    ...(key === null ? {} : { key: file(key) }),
  };
};

const file = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new AppError(
      "FILE_UNREADABLE",
      { path, problem: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
};
