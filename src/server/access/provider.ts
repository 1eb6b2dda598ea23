import type { ClientAuth, Configuration } from "openid-client";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";

type Asks = Pick<AccessDeps, "settings" | "secretOf">;

/** The provider that server.yaml names, as it describes itself; asked once, and again when that failed. */
export type Provider = () => Promise<Configuration>;

export const providerOf = (deps: Asks): Provider => {
  let known: Promise<Configuration> | undefined;
  return async () => {
    known ??= discover(deps);
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
};

/** In seconds, for each request to it. */
const within = 10;

/** @throws AppError `SIGN_IN_UNAVAILABLE` where none is named, `SINGLE_SIGN_ON_FAILED` where it cannot be reached */
const discover = async ({ settings, secretOf }: Asks): Promise<Configuration> => {
  const { oidc } = settings.signIn;
  if (oidc === null) throw new AppError("SIGN_IN_UNAVAILABLE", { way: "Single sign-on" });
  const secret = secretOf(oidc.secret);
  // Loaded when needed: most servers start without it.
  const openid = await import("openid-client");
  const [basic, post] = [openid.ClientSecretBasic(secret), openid.ClientSecretPost(secret)];
  const auth: ClientAuth = (server, ...rest) => (takesBasic(server) ? basic : post)(server, ...rest);
  // server.yaml takes http:// for this machine alone.
  const execute = oidc.issuer.startsWith("http:") ? [openid.allowInsecureRequests] : [];
  try {
    return await openid.discovery(new URL(oidc.issuer), oidc.client, undefined, auth, { execute, timeout: within });
  } catch (error) {
    throw new AppError("SINGLE_SIGN_ON_FAILED", { problem: "the provider does not answer" }, { cause: error });
  }
};

/** What a provider takes that does not say, too. */
const takesBasic = (server: { readonly token_endpoint_auth_methods_supported?: string[] | undefined }): boolean =>
  server.token_endpoint_auth_methods_supported?.includes("client_secret_basic") ?? true;
