import pino from "pino";
import { freePort } from "../../src/free-port.ts";
import { canonical } from "../../src/journal/canonical.ts";
import { sha256 } from "../../src/journal/chain.ts";
import type { AccessDeps } from "../../src/server/access/access-deps.ts";
import { createGatekeeper } from "../../src/server/access/create-gatekeeper.ts";
import { createServer } from "../../src/server/create-server.ts";
import { accessHandlers } from "../../src/server/handlers/access.ts";
import type { Served } from "../../src/server/register.ts";
import { type AccessWorld, accessWorld } from "./access.ts";

export type ServedAccess = AsyncDisposable & { readonly world: AccessWorld; readonly url: string };

/** The routes of sign-in alone, and `more`, over accounts in memory. */
export const serveAccess = async (
  settings: Partial<AccessDeps["settings"]> = {},
  more: readonly Served[] = [],
  given?: number,
  signInsPerMinute = 100_000,
): Promise<ServedAccess> => {
  const port = given ?? (await freePort());
  const url = `http://localhost:${port}`;
  const world = accessWorld({ url, ...settings });
  const { deps } = world;
  const app = await createServer({
    served: [...accessHandlers(deps), ...more],
    gate: createGatekeeper(deps),
    vault: deps.vault,
    now: deps.now,
    digestOf: (value) => sha256(canonical(value)),
    secure: false,
    log: pino({ level: "silent" }),
    behindProxy: [],
    perMinute: { all: 100_000, signIn: signInsPerMinute, hooks: 100_000 },
  });
  await app.listen({ host: "127.0.0.1", port });
  return { world, url, [Symbol.asyncDispose]: () => app.close() };
};

export type Answer = { readonly status: number; readonly body: unknown; readonly cookies: readonly string[] };

/** Keeps cookies as a browser does, and the mark of its session as a page does. */
export type Visitor = {
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends the mark of the session from now on. */
  readMark(): Promise<void>;
  readonly cookies: Map<string, string>;
};

export const visitor = (url: string): Visitor => {
  const cookies = new Map<string, string>();
  let csrf: string | null = null;
  const ask: Visitor["ask"] = async (method, path, body, headers = {}) => {
    const response = await fetch(new URL(path, url.replace("localhost", "127.0.0.1")), {
      method,
      redirect: "manual",
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(csrf === null ? {} : { "x-headgate-csrf": csrf }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie();
    for (const cookie of set) keep(cookies, cookie);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return { status: response.status, body: isJson ? JSON.parse(text) : text, cookies: set };
  };
  return {
    ask,
    cookies,
    async readMark() {
      csrf = ((await ask("GET", "/api/v1/me")).body as { csrf: string }).csrf;
    },
  };
};

const keep = (cookies: Map<string, string>, cookie: string): void => {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
  if (value === "") cookies.delete(name);
  else cookies.set(name, value);
};
