import { Secret, TOTP } from "otpauth";
import type { AccessEvent } from "../../src/domain/access/events.ts";
import { accessStream } from "../../src/domain/access/events.ts";
import { type Instant, instant } from "../../src/domain/units.ts";
import { type AccessDeps, accessDeps } from "../../src/server/access/access-deps.ts";
import type { AccessPerson } from "../../src/server/access/access-person.ts";
import { authenticate } from "../../src/server/access/authenticate.ts";
import { acceptInvitation, invite } from "../../src/server/access/invitations.ts";
import { beginCodes, confirmCodes } from "../../src/server/access/one-time-codes.ts";
import { csrfOf } from "../../src/server/access/secrets.ts";
import { sessionCookie } from "../../src/server/access/sessions.ts";
import { signInByPassword } from "../../src/server/access/sign-in.ts";
import type { Shown } from "../../src/server/gatekeeper.ts";
import type { Principal } from "../../src/server/principal.ts";
import { randomFrom } from "./random.ts";
import { simulatedStore } from "./simulated-store.ts";
import { simulatedVault } from "./simulated-vault.ts";

const person = (id: string, more: Partial<AccessPerson> = {}): AccessPerson => ({
  id,
  name: `${id.charAt(0).toUpperCase()}${id.slice(1)} Reyes`,
  kind: "human",
  emails: [`${id}@example.test`],
  hasPart: true,
  delegator: null,
  ...more,
});

export const people: readonly AccessPerson[] = [
  person("ada"),
  person("ben"),
  person("vic", { hasPart: false }),
  person("bot", { kind: "agent", hasPart: false, delegator: "ben" }),
];

export type AccessWorld = {
  readonly deps: AccessDeps;
  now: Instant;
  people: readonly AccessPerson[];
  pass(minutes: number): void;
  events(): readonly (AccessEvent & { readonly by: string })[];
  /** Everything that is in the journal, as text. */
  written(): string;
};

/** ada administers. Time stands still until it passes. */
export const accessWorld = (settings: Partial<AccessDeps["settings"]> = {}): AccessWorld => {
  const store = simulatedStore();
  const random = randomFrom(6);
  const entries = () => store.streams.get(accessStream) ?? [];
  const world: AccessWorld = {
    now: instant(Date.UTC(2026, 10, 1, 12)),
    people,
    pass(minutes) {
      world.now = instant(world.now + minutes * 60_000);
    },
    events: () =>
      entries().map(({ type, at, data, actor }) => ({ ...(data as object), type, at, by: actor.id }) as never),
    written: () => JSON.stringify(entries()),
    deps: {
      ...accessDeps({
        vault: simulatedVault(),
        journal: store.journal,
        now: () => world.now,
        people: async () => world.people,
        env: {
          OIDC_SECRET: "the client's secret",
          PASSWORD_SECRET: "is kept where no hash is kept, ever",
          OTHER_SECRET: "is kept where no hash is kept, too",
        },
        settings: {
          url: "http://localhost:8080",
          administrators: ["ada"],
          permissions: {},
          sessions: { idle: 1_800_000 as never, longest: 43_200_000 as never },
          signIn: { local: true, passwordSecret: null, oidc: null },
          ...settings,
        },
      }),
      random: (bytes) => Uint8Array.from({ length: bytes }, () => random.below(256)),
    },
  };
  return world;
};

export const device = { agent: "Firefox on Linux", address: "192.0.2.7" };
export const passphrase = "seven otters paddle quietly";
const system = { kind: "system", id: "command line" } as const;

/** An account with a password. */
export const withPassword = async (
  { deps }: Pick<AccessWorld, "deps">,
  id: string,
  password = passphrase,
): Promise<void> => {
  const { text } = await invite(deps, system, id);
  await acceptInvitation(deps, { text, password, address: device.address });
};

/** With codes as well; the secret that an app would keep, and the recovery codes. */
export const withCodes = async (world: Pick<AccessWorld, "deps" | "people" | "now">, id: string) => {
  await withPassword(world, id);
  const who = world.people.find((one) => one.id === id)!;
  const { secret } = await beginCodes(world.deps, who);
  const recovery = await confirmCodes(world.deps, who, codeAt(secret, world.now));
  return { secret, recovery };
};

export const codeAt = (secret: string, at: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

export const shown = (deps: AccessDeps, cookie: string | undefined, more: Partial<Shown> = {}): Shown => ({
  authorization: undefined,
  cookie: (name) => (name === sessionCookie(deps) ? cookie : undefined),
  csrf: undefined,
  unsafe: false,
  isUse: true,
  address: device.address,
  ...more,
});

/** Signed in by password, without codes. */
export const signedIn = async (world: AccessWorld, name: string, password = passphrase) => {
  const signIn = await signInByPassword(world.deps, { name, password }, device);
  if (!signIn.done) throw new Error(`${name} has codes`);
  return signIn.cookie;
};

export const principalOf = async ({ deps }: AccessWorld, cookie: string): Promise<Principal> =>
  (await authenticate(deps, shown(deps, cookie)))!;

export const csrfFor = (cookie: string): string => csrfOf(cookie.split(".")[1]!);
