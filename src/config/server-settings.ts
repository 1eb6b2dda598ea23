import { z } from "zod";
import type { Permission } from "../domain/access/permission.ts";
import { permissions } from "../domain/access/permission.ts";
import type { Millis } from "../domain/units.ts";
import type { Complaint, Path } from "./complaint.ts";
import type { Person } from "./config.ts";
import { parseDuration } from "./duration-text.ts";
import { meant } from "./nearest.ts";
import { type Reading, readDocument } from "./read-document.ts";
import { sessions, signIn } from "./sign-in-settings.ts";
import type { Sound } from "./sound.ts";
import { strict, text, texts } from "./values.ts";
import { webhooks } from "./webhook-settings.ts";

const originHelp = 'write an origin such as "https://headgate.example.com", without a path, a name or a password';

const origin = z
  .string({ error: () => `is no address; ${originHelp}` })
  .refine(isOrigin, { error: () => `is no address; ${originHelp}` })
  .transform((given) => new URL(given).origin);

function isOrigin(given: string): boolean {
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return given.replace(/\/$/, "") === url.origin;
}

const addressForms = [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()];

const address = z
  .string()
  .refine((given) => addressForms.some((form) => form.safeParse(given).success), {
    error: "is no address; write 10.0.0.1, 10.0.0.0/8 or an IPv6 address",
  })
  // Whoever is believed says from where somebody comes, by which guesses are counted.
  .refine((given) => !given.endsWith("/0"), { error: "is every address there is; name those of the proxies" });

const listen = strict({
  host: text.default("127.0.0.1").describe("Address to listen on; 0.0.0.0 is every one of this machine."),
  // Not 8080 and 8081, which are those of the environments' routers where nothing else is said.
  port: z.int().min(0).max(65_535).default(8_090).describe("Port to listen on; 0 takes a free one."),
});

const only = strict(
  Object.fromEntries(permissions.map((permission) => [permission, texts.optional()])) as Record<
    Permission,
    z.ZodOptional<typeof texts>
  >,
);

/** `server.yaml`: how `headgate serve` is reached, and who comes in (ADR 0015). The file as a whole is optional. */
export const server = strict({
  listen: listen.prefault({}).describe("Where the server listens."),
  url: origin
    .optional()
    .describe("Its address as browsers write it; passkeys and single sign-on hang on it. Else http://host:port."),
  "behind-proxy": z
    .array(address)
    .default([])
    .describe("Addresses of reverse proxies whose X-Forwarded-For is believed; nobody else's is."),
  "requests-per-minute": z
    .int()
    .min(60)
    .default(3_000)
    .describe("Requests of one account, or address without one; more are refused until the minute is over."),
  administrators: texts
    .default([])
    .describe("Ids of people who manage accounts and tokens. It is no role: they sign nothing by it."),
  permissions: only.prefault({}).describe("Leaves a permission to some alone: ids of people. It never gives one."),
  sessions: sessions.prefault({}).describe("How long a browser stays signed in."),
  "sign-in": signIn.prefault({}).describe("By what people sign in."),
  webhooks,
}).transform(({ "behind-proxy": behindProxy, "requests-per-minute": requestsPerMinute, "sign-in": by, ...rest }) => ({
  ...rest,
  behindProxy,
  requestsPerMinute,
  signIn: by,
}));

export type ServerYaml = z.input<typeof server>;
export type ServerSettings = Omit<z.output<typeof server>, "url"> & {
  /** Public origin, without a slash at its end. */
  readonly url: string;
};

/**
 * `server.yaml` as settings, or everything that is wrong with it at once.
 *
 * @param file    its name as problems shall print it; nothing is opened
 * @param written null where there is none: everything as by default
 * @param people  of headgate.yaml; ids must be of them
 */
export const loadServerSettings = (
  file: string,
  written: string | null,
  people: readonly Pick<Person, "id" | "kind">[],
): Reading<ServerSettings> => {
  const given = written === null || isBlank(written) ? "{}" : written;
  const read = readDocument<z.output<typeof server>, ServerYaml>(file, given, server, (sound) => rules(sound, people));
  return read.ok ? { ok: true, value: { ...read.value, url: read.value.url ?? ownOrigin(read.value.listen) } } : read;
};

/** Comments alone are no document, and a file whose keys are all commented out is none that needs mending. */
const isBlank = (written: string): boolean => /^(?:\s*(?:#.*)?(?:\n|$))*$/.test(written);

/** Where a browser of this machine finds it. Passkeys need a name, which an address is not. */
const ownOrigin = ({ host, port }: { readonly host: string; readonly port: number }): string => {
  const isHere = ["0.0.0.0", "::", "127.0.0.1", "::1"].includes(host);
  return `http://${isHere ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`;
};

/**
 * As the command line says instead of the file. An address that nobody wrote down follows; a free port (0) is not known
 * before it is taken.
 */
export const listeningAt = (settings: ServerSettings, listen: ServerSettings["listen"]): ServerSettings => {
  const isOwn = settings.url === ownOrigin(settings.listen) && listen.port !== 0;
  return { ...settings, listen, url: isOwn ? ownOrigin(listen) : settings.url };
};

type Known = readonly Pick<Person, "id" | "kind">[];

const rules = (given: Sound<ServerYaml>, people: Known): readonly Complaint[] => [
  ...(given.administrators ?? []).flatMap((id, i) => [
    ...unknownPerson(["administrators", i], id, people),
    ...agentProblem(["administrators", i], id, people),
  ]),
  ...Object.entries(given.permissions ?? {}).flatMap(([permission, ids]) =>
    (ids ?? []).flatMap((id, i) => unknownPerson(["permissions", permission, i], id, people)),
  ),
  ...Object.entries(given.webhooks ?? {}).flatMap(([hook, one]) => [
    ...agentRules(["webhooks", hook, "as"], one?.as, people),
    ...measureRules(["webhooks", hook, "rolls-back"], one),
  ]),
  ...sessionRules(given.sessions),
  ...wayRules(given["sign-in"]),
];

const unknownPerson = (path: Path, id: string | undefined, people: Known): readonly Complaint[] =>
  id === undefined || people.some((one) => one.id === id)
    ? []
    : [{ path, what: `nobody is called "${id}" in headgate.yaml`, fix: meant(id, idsOf(people), "people") }];

const idsOf = (people: Known): readonly string[] => people.map(({ id }) => id);

const agentProblem = (path: Path, id: string | undefined, people: Known): readonly Complaint[] =>
  people.some((one) => one.id === id && one.kind === "agent")
    ? [{ path, what: `"${id}" is an agent, which never administers`, fix: "name a human" }]
    : [];

const agentRules = (path: Path, id: string | undefined, people: Known): readonly Complaint[] => {
  const agents = people.filter(({ kind }) => kind === "agent");
  if (id === undefined || agents.some((one) => one.id === id)) return [];
  return people.some((one) => one.id === id)
    ? [{ path, what: `"${id}" is a human, and a program would act in their name`, fix: "name one of kind: agent" }]
    : unknownPerson(path, id, agents);
};

/** A ticket or a report is somebody's word, and no measurement. */
const measureRules = (
  path: Path,
  hook: { readonly kind?: string | undefined; readonly "rolls-back"?: boolean | undefined } | undefined,
): readonly Complaint[] =>
  hook?.["rolls-back"] === true && hook.kind !== "alertmanager"
    ? [{ path, what: "is only for kind: alertmanager", fix: "leave it out" }]
    : [];

const sessionRules = (given: Sound<ServerYaml>["sessions"]): readonly Complaint[] => {
  const [idle, longest] = [lengthOf(given?.idle, "30m"), lengthOf(given?.longest, "12h")];
  return idle === null || longest === null || idle <= longest
    ? []
    : [{ path: ["sessions", "idle"], what: "is longer than sessions.longest", fix: "make it shorter, or that longer" }];
};

const lengthOf = (given: string | undefined, otherwise: string): Millis | null => parseDuration(given ?? otherwise);

/** Nobody could come in. */
const wayRules = (given: Sound<ServerYaml>["sign-in"]): readonly Complaint[] =>
  given?.local === false && (given.oidc === null || !Object.hasOwn(given, "oidc"))
    ? [{ path: ["sign-in", "local"], what: "leaves no way to sign in", fix: "set it to true, or add sign-in.oidc" }]
    : [];
