import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chownSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Client, type QueryResult } from "pg";
import { freePort } from "../../src/free-port.ts";
import { folder as newFolder } from "./folder.ts";
import { until } from "./until.ts";

/** A PostgreSQL of its own on a free port, with a password, TLS if asked for, and nothing in it. */
export type PostgresServer = AsyncDisposable & {
  readonly port: number;
  /** Folder of its unix socket, and of its files. */
  readonly folder: string;
  /** Of the user `headgate`. Has signs that a url must escape. */
  readonly password: string;
  /** Makes an empty database. */
  readonly database: () => Promise<{ readonly name: string; readonly url: string }>;
  /** `immediate` is a crash: nothing is written down any more. */
  readonly stop: (how: "fast" | "immediate") => Promise<void>;
  readonly start: () => Promise<void>;
};

const debian = "/usr/lib/postgresql";
const candidates = [
  ...(process.env.PATH ?? "").split(delimiter),
  ...(existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, "bin")) : []),
];
const binaries = candidates.find((bin) => existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres")));

/** Where it is not, tests are skipped: apt install postgresql, brew install postgresql. */
export const hasPostgres = binaries !== undefined;

const password = "p%w/:@&=s3cret";

/** @param settings  lines of postgresql.conf, and files beside it by name */
export const postgres = async (
  settings: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> => {
  const folder = await newFolder();
  const [port, data] = [await freePort(), join(folder.path, "data")];
  const user = ownerOf(folder.path);
  writeFileSync(join(folder.path, "password"), password, { mode: 0o644 });
  const run = (program: string, ...args: readonly string[]) => [...user.prefix, join(binaries!, program), ...args];
  const [init, ...options] = run("initdb", "-D", data, "-U", "headgate", "-A", "scram-sha-256", "-E", "UTF8");
  const more = [`--pwfile=${join(folder.path, "password")}`, "--locale=C.UTF-8", "--no-sync"];
  execFileSync(init!, [...options, ...more], { cwd: "/", stdio: "pipe" });
  for (const [name, content] of Object.entries(files)) user.own(join(data, name), content);
  writeFileSync(join(data, "postgresql.auto.conf"), conf(port, folder.path, settings));

  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const [program, ...args] = run("postgres", "-D", data);
    server = spawn(program!, args, { cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    server.stderr?.on("data", (chunk: Buffer) => (said = `${said}${chunk}`.slice(-2_000)));
    const child = server;
    const isUp = () => {
      if (child.exitCode !== null) throw new Error(said);
      return answers(urlOf(port, "postgres"));
    };
    // After a crash it first syncs every file of every database, which a busy disk takes its time for.
    await until("PostgreSQL answers", isUp, 30_000);
  };
  const stop = async (how: "fast" | "immediate"): Promise<void> => {
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    server.kill(how === "fast" ? "SIGINT" : "SIGQUIT");
    await once(server, "exit");
  };
  await start();
  return {
    port,
    folder: folder.path,
    password,
    start,
    stop,
    async database() {
      const name = `t${randomUUID().replaceAll("-", "")}`;
      await sql(urlOf(port, "postgres"), `CREATE DATABASE ${name}`);
      return { name, url: urlOf(port, name) };
    },
    async [Symbol.asyncDispose]() {
      await stop("immediate");
      await folder[Symbol.asyncDispose]();
    },
  };
};

/** PostgreSQL refuses to run as root, so that root lends it the user `postgres`. */
const ownerOf = (folder: string) => {
  if (process.getuid?.() !== 0)
    return { prefix: [], own: (path: string, content: string) => writeFileSync(path, content, { mode: 0o600 }) };
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"]).toString());
  const [uid, gid] = [id("-u"), id("-g")];
  chownSync(folder, uid, gid);
  return {
    prefix: ["setpriv", "--reuid", String(uid), "--regid", String(gid), "--clear-groups"],
    own: (path: string, content: string) => {
      writeFileSync(path, content, { mode: 0o600 });
      chownSync(path, uid, gid);
    },
  };
};

const conf = (port: number, folder: string, settings: readonly string[]): string =>
  [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${folder}'`,
    "shared_buffers = 16MB",
    "max_connections = 60",
    ...settings,
    "",
  ].join("\n");

const urlOf = (port: number, database: string): string =>
  `postgresql://headgate:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

const answers = async (url: string): Promise<boolean> => {
  try {
    await sql(url, "SELECT 1");
    return true;
  } catch {
    return false;
  }
};

/** Somebody with another program and no respect. */
export const sql = async (url: string, text: string): Promise<QueryResult> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await client.query(text);
  } finally {
    await client.end();
  }
};
