import type { Configuration } from "openid-client";
import type { OidcSettings } from "../../config/sign-in-settings.ts";
import { type Permission, permissions } from "../../domain/access/permission.ts";
import { type Instant, instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { Principal } from "../principal.ts";
import type { AccessDeps } from "./access-deps.ts";
import type { AccessPerson } from "./access-person.ts";
import { isClosed, pinAccount, readAccount } from "./account.ts";
import { startAnew } from "./invitations.ts";
import { once } from "./once.ts";
import { recordAccess } from "./record-access.ts";
import { refuseSignIn } from "./refusals.ts";
import { hashOf, isHashOf, newSecret } from "./secrets.ts";
import { keepSession, sessionCalled } from "./sessions.ts";
import { type Device, letIn } from "./sign-in.ts";
import { openAccount } from "./standing.ts";
import { isLinked, link, linkedAccount } from "./subjects.ts";

/** Where the provider sends the browser back to; it has to know this address. */
export const callbackPath = "/api/v1/sign-in/single-sign-on/callback";

/** `browser`: hash of what its cookie holds, so that nobody is signed in by a link of somebody else. */
type Begun = {
  readonly purpose: { readonly kind: "sign in" } | { readonly kind: "prove"; readonly session: string };
  readonly verifier: string;
  readonly nonce: string;
  readonly browser: string;
  readonly begunAt: Instant;
  readonly to: string;
};

const begun = once<Begun>("single sign-on");

/** For as long as somebody is at the provider. */
export const signOnCookie = ({ settings }: Pick<AccessDeps, "settings">): string =>
  settings.url.startsWith("https:") ? "__Host-headgate-sign-on" : "headgate-sign-on";

/**
 * @param who  null for a sign-in; somebody who proves who they are before a signature, whom the provider then has to
 *             ask anew
 * @param to   path of this server to go to afterwards
 * @throws AppError `SIGN_IN_UNAVAILABLE`, `SINGLE_SIGN_ON_FAILED`
 */
export const beginSignOn = async (
  deps: AccessDeps,
  who: Principal | null,
  to: string,
): Promise<{ readonly url: string; readonly cookie: string }> => {
  const provider = await deps.provider();
  const openid = await import("openid-client");
  const [state, nonce, verifier, cookie] = [newSecret(deps), newSecret(deps), newSecret(deps), newSecret(deps)];
  const purpose = who === null ? ({ kind: "sign in" } as const) : ({ kind: "prove", session: sessionOf(who) } as const);
  await begun.begin(deps, state, { purpose, verifier, nonce, browser: hashOf(cookie), begunAt: deps.now(), to });
  const url = openid.buildAuthorizationUrl(provider, {
    redirect_uri: `${deps.settings.url}${callbackPath}`,
    scope: "openid email profile",
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...(who === null ? {} : { prompt: "login", max_age: "0" }),
  });
  return { url: url.href, cookie };
};

const sessionOf = ({ person, by }: Principal): string => {
  if (by.kind === "session") return by.id;
  throw new AppError("SESSION_WANTED", { person: person.id });
};

/** What came back: the parameters of the page, and what the browser's cookie holds. */
type Returned = {
  readonly query: Readonly<Record<string, string>>;
  readonly cookie: string | undefined;
  /** Whose session the browser shows, if any. */
  readonly who: Principal | null;
};

/** `cookie`: of the new session; null where there was one already, which is now as good as one more proof. */
export type SignedOn = { readonly cookie: string | null; readonly to: string };

/** @throws AppError `SINGLE_SIGN_ON_FAILED`, `SIGN_IN_REFUSED` */
export const endSignOn = async (
  deps: AccessDeps,
  { query, cookie, who }: Returned,
  device: Device,
): Promise<SignedOn> => {
  const known = await begun.end(deps, query.state ?? "");
  if (known === null) throw failed("it was not begun here, or too long ago");
  if (!isHashOf(cookie ?? "", known.browser)) throw failed("it was begun in another browser");
  const claims = await claimsOf(deps, known, query);
  const person = await personOf(deps, claims, device);
  if (known.purpose.kind === "prove") {
    await noteProof(deps, known.purpose.session, known.begunAt, { person, claims, who });
    return { cookie: null, to: known.to };
  }
  const { cookie: session } = await letIn(deps, person.id, "single sign-on", device, groupsOf(deps, claims));
  return { cookie: session, to: known.to };
};

const failed = (problem: string, cause?: unknown): AppError =>
  new AppError("SINGLE_SIGN_ON_FAILED", { problem }, { cause });

export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

const claimsOf = async (deps: AccessDeps, known: Begun, query: Returned["query"]): Promise<Claims> => {
  const provider = await deps.provider();
  const openid = await import("openid-client");
  const url = new URL(`${deps.settings.url}${callbackPath}?${new URLSearchParams(query)}`);
  const checks = { pkceCodeVerifier: known.verifier, expectedState: query.state ?? "", expectedNonce: known.nonce };
  try {
    const tokens = await openid.authorizationCodeGrant(provider, url, { ...checks, idTokenExpected: true });
    const claims = tokens.claims() as Claims;
    return { ...(await moreClaims(provider, deps, claims, tokens.access_token)), ...claims };
  } catch (error) {
    if (error instanceof openid.AuthorizationResponseError)
      throw failed(`the provider said ${error.error.replace(/[^\w -]/g, "").slice(0, 60)}`, error);
    throw failed("the provider's answer does not hold", error);
  }
};

/** Many providers tell addresses and groups only when asked. */
const moreClaims = async (
  provider: Configuration,
  { settings }: AccessDeps,
  claims: Claims,
  accessToken: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const needed = ["email", ...(settings.signIn.oidc?.groups == null ? [] : [settings.signIn.oidc.groupsClaim])];
  const hasAll = needed.every((name) => claims[name] !== undefined);
  if (hasAll || provider.serverMetadata().userinfo_endpoint === undefined) return {};
  const { fetchUserInfo } = await import("openid-client");
  return fetchUserInfo(provider, accessToken, claims.sub);
};

/**
 * Whom the provider means: whoever was linked to this subject; else whoever has the address that it has verified, and
 * is linked from then on. Only exact addresses count, and no account is linked twice (R200).
 */
const personOf = async (deps: AccessDeps, claims: Claims, { address }: Device): Promise<AccessPerson> => {
  const people = (await deps.people()).filter(({ kind }) => kind === "human");
  const linked = await linkedAccount(deps, claims.iss, claims.sub);
  const email = claims.email_verified === true ? String(claims.email).toLowerCase() : null;
  const person = people.find(({ id, emails }) => (linked === null ? emails.includes(email ?? "") : id === linked));
  const refused = (why: string): Promise<never> =>
    refuseSignIn(deps, { account: person?.id ?? null, why, address, lock: null });
  if (person === undefined) return refused(email === null ? "no verified address" : "nobody has that address");
  const isNew = email !== null && (await isSomebodyNew(deps, person, email));
  if (isNew) await startAnew(deps, person);
  if ((await openAccount(deps, person)) === null) return refused("the account is closed");
  if (linked !== null && !isNew) return person;
  if ((await isLinked(deps, person.id)) || !(await link(deps, claims.iss, claims.sub, person.id)))
    return refused("the account is linked to another subject");
  await pinAccount(deps, person);
  const fact = { type: "CredentialSet", account: person.id, kind: "single sign-on" } as const;
  await recordAccess(deps, { kind: "human", id: person.id }, fact);
  return person;
};

/** Their account is of somebody who was called the same, and the provider vouches for the address that is theirs. */
const isSomebodyNew = async (deps: AccessDeps, person: AccessPerson, email: string): Promise<boolean> =>
  person.emails.includes(email) && (await readAccount(deps, person)) === null && !(await isClosed(deps, person));

/** Null where groups say nothing; then they take nothing away either. */
const groupsOf = ({ settings }: AccessDeps, claims: Claims): readonly Permission[] | null =>
  settings.signIn.oidc === null ? null : permissionsByGroups(settings.signIn.oidc, claims);

export const permissionsByGroups = (
  { groups, groupsClaim }: Pick<OidcSettings, "groups" | "groupsClaim">,
  claims: Readonly<Record<string, unknown>>,
): readonly Permission[] | null => {
  if (groups === null) return null;
  const claimed = [claims[groupsClaim]].flat();
  const given = Object.entries(groups).flatMap(([group, some]) => (claimed.includes(group) ? some : []));
  return permissions.filter((permission) => given.includes(permission));
};

/** The clocks of two machines differ by this at most, in ms. */
const skew = 30_000;

/** The provider asked for it anew, and it was the same person in the same session. */
const noteProof = async (
  deps: AccessDeps,
  session: string,
  begunAt: Instant,
  { person, claims, who }: { readonly person: AccessPerson; readonly claims: Claims; readonly who: Principal | null },
): Promise<void> => {
  const found = await sessionCalled(deps, session);
  if (found === null || found.session.account !== person.id || who?.by.id !== session)
    throw failed("it was somebody else, or the session is over");
  const asked = typeof claims.auth_time === "number" ? instant(claims.auth_time * 1_000) : null;
  if (asked === null || asked < begunAt - skew) throw failed("the provider did not ask anew who it is");
  if (!(await keepSession(deps, { ...found.session, provedAt: deps.now() }, found.version)))
    throw failed("the session changed meanwhile");
};
