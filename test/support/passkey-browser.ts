import { chromium } from "playwright-core";
import { chromiumPath } from "./chromium.ts";

type Json = Readonly<Record<string, unknown>>;

// These run in the page, where nothing of this file exists: they are sent as text.
const onPage = {
  ask: `async ({ method, path, body, csrf }) => {
    const headers = { "content-type": "application/json", "x-headgate-csrf": csrf };
    const response = await fetch(path, { method, headers, ...(method === "GET" ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  }`,
  create: `async (options) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return (await navigator.credentials.create({ publicKey })).toJSON();
  }`,
  get: `async (options) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return (await navigator.credentials.get({ publicKey })).toJSON();
  }`,
} as const;

/** A real browser at a page of this server, with an authenticator that nobody has to touch. */
export const passkeyBrowser = async (url: string) => {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", { options: authenticator });
  await page.goto(url);
  const run = <T>(name: keyof typeof onPage, given: unknown): Promise<T> =>
    page.evaluate(`(${onPage[name]})(${JSON.stringify(given)})`);
  const kept = async () => (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  return {
    /** As the page would, with its cookies. */
    ask: (method: string, path: string, body: unknown = {}, csrf = "") =>
      run<{ readonly status: number; readonly body: Json }>("ask", { method, path, body, csrf }),
    /** A new passkey. */
    create: (options: unknown) => run<Json>("create", options),
    /** The answer of one that is there. */
    get: (options: unknown) => run<Json>("get", options),
    /** As somebody at its console would. */
    type: (script: string): Promise<unknown> => page.evaluate(`(async () => {\n${script}\n})()`),
    cookies: () => page.context().cookies(),
    forgetCookies: () => page.context().clearCookies(),
    readByScripts: (): Promise<string> => page.evaluate("document.cookie"),
    /** Whether the authenticator knows its user: by a finger, a face, a PIN. */
    verifyUser: (isUserVerified: boolean) =>
      devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    /** What a thief would copy of the authenticator. */
    copy: async () => (await kept())[0]!,
    /** Puts it back as it was then. */
    async restore(credential: Awaited<ReturnType<typeof kept>>[number]) {
      await devtools.send("WebAuthn.clearCredentials", { authenticatorId });
      await devtools.send("WebAuthn.addCredential", { authenticatorId, credential });
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
};

const authenticator = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;
