import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type Context, Provider } from "oidc-provider";
import { freePort } from "../../src/free-port.ts";

export type Claims = Readonly<Record<string, unknown>>;

export type OpenIdProvider = AsyncDisposable & {
  readonly issuer: string;
  /** Who sits at the browser when it asks; null: they cancel. */
  who: string | null;
  /** What it tells of each subject. */
  readonly claims: Record<string, Claims>;
  /** How often it asked somebody to sign in. */
  asked: number;
  /** Goes where the browser would go, until it is sent back; the query of that. `browser` keeps its cookies. */
  follow(url: string, browser?: Map<string, string>): Promise<string>;
};

export const client = { id: "headgate", secret: "the client's secret" } as const;

/** A real provider on this machine, which asks nobody for a password. */
export const openIdProvider = async (callback: string): Promise<OpenIdProvider> => {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(
    issuer,
    configuration(callback, (sub) => state.claims[sub]),
  );
  const state: OpenIdProvider = {
    issuer,
    who: null,
    claims: {},
    asked: 0,
    follow: (url, browser = new Map()) => follow(url, callback, browser),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  provider.use(async ({ req, res, path }, next) => {
    if (!path.startsWith("/interaction/")) return next();
    state.asked += 1;
    const { who } = state;
    await provider.interactionFinished(
      req,
      res,
      who === null ? { error: "access_denied" } : { login: { accountId: who } },
    );
  });
  const server = createServer(provider.callback() as RequestListener);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return state;
};

const configuration = (callback: string, claimsOf: (sub: string) => Claims | undefined) => ({
  clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [callback], require_auth_time: true }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  scopes: ["openid", "email", "profile"],
  findAccount: async (_: Context, sub: string) => {
    const claims = claimsOf(sub);
    return claims === undefined ? undefined : { accountId: sub, claims: async () => ({ sub, ...claims }) };
  },
  loadExistingGrant: async ({ oidc: { provider, client: of, session } }: Context) => {
    const grant = new provider.Grant({ clientId: of.clientId, accountId: session.accountId });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
  interactions: { url: (_: Context, { uid }: { uid: string }) => `/interaction/${uid}` },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["signs the cookies of a test"] },
  jwks: { keys: [generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" })] },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
});

const follow = async (from: string, callback: string, browser: Map<string, string>): Promise<string> => {
  for (let url = from; ; ) {
    if (url.startsWith(callback)) return new URL(url).search;
    const cookie = [...browser].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === "") browser.delete(name);
      else browser.set(name, value);
    }
    const next = response.headers.get("location");
    if (next === null) throw new Error(`${response.status} of ${url}: ${await response.text()}`);
    url = new URL(next, url).href;
  }
};
