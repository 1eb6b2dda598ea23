import {
  acceptInvitation,
  beginSignOn,
  endSignOn,
  passkeyQuestion,
  signInByCode,
  signInByPasskey,
  signInByPassword,
  signInWays,
  signOut,
} from "../../api/routes/sign-in-routes.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "../access/access-deps.ts";
import { acceptInvitation as accept } from "../access/invitations.ts";
import { signInByPasskey as byPasskey, passkeyOptions } from "../access/passkeys.ts";
import { recordAccess } from "../access/record-access.ts";
import { endSession, sessionCookie } from "../access/sessions.ts";
import { signInByCode as byCode, signInByPassword as byPassword, type SignIn } from "../access/sign-in.ts";
import { beginSignOn as begin, endSignOn as end, signOnCookie } from "../access/single-sign-on.ts";
import { actorOf, type Call } from "../call.ts";
import { type Served, serve } from "../register.ts";

type Cookies = Pick<Call<typeof signOut>, "cookies">;

/** Of those who are not signed in yet, and their way out. */
export const signInHandlers = (deps: AccessDeps): readonly Served[] => [
  serve(signInWays, async () => {
    const { local, oidc } = deps.settings.signIn;
    return { local, singleSignOn: oidc === null ? null : { name: oidc.name } };
  }),
  serve(signInByPassword, async (call) => answer(deps, call, await byPassword(deps, call.body, call))),
  serve(signInByCode, async (call) => answer(deps, call, await byCode(deps, call.body, call))),
  serve(passkeyQuestion, async () => ({ ...(await passkeyOptions(deps, { purpose: "sign in", account: null })) })),
  serve(signInByPasskey, async (call) => answer(deps, call, await byPasskey(deps, call.body.answer, call))),
  serve(beginSignOn, async ({ body, cookies }) => {
    const { url, cookie } = await begin(deps, null, body.to);
    cookies.set(signOnCookie(deps), cookie, { maxAge: 300 });
    return { url };
  }),
  serve(endSignOn, async (call) => {
    const cookie = call.cookies.get(signOnCookie(deps));
    call.cookies.clear(signOnCookie(deps));
    const { cookie: session, to } = await end(deps, { query: call.query, cookie, who: call.who }, call);
    if (session !== null) call.cookies.set(sessionCookie(deps), session);
    return backPage(to);
  }),
  serve(acceptInvitation, async ({ body: { invitation: text, password }, address }) => {
    const { id } = await accept(deps, { text, password, address });
    return { account: id };
  }),
  serve(signOut, async ({ who, cookies, ...call }) => {
    if (who?.by.kind !== "session") throw new AppError("SESSION_WANTED", { person: who?.person.id ?? "" });
    const { id } = who.by;
    await endSession(deps, id);
    cookies.clear(sessionCookie(deps));
    await recordAccess(deps, actorOf({ ...call, who }), { type: "SignedOut", account: who.person.id, session: id });
  }),
];

const answer = (deps: AccessDeps, { cookies }: Cookies, signIn: SignIn) => {
  if (!signIn.done) return { signedIn: false, step: signIn.step };
  cookies.set(sessionCookie(deps), signIn.cookie);
  return { signedIn: true, step: null };
};

/**
 * A page that goes on by itself, without a script. A redirect would still be part of the journey from the provider,
 * on which browsers leave cookies out that are strict. `to` is a local path of plain signs.
 */
const backPage = (to: string): string => {
  const target = to.replaceAll("&", "&amp;");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Headgate</title><meta http-equiv="refresh" content="0; url=${target}"><p>You are signed in. <a href="${target}">Go on</a></p></html>\n`;
};
