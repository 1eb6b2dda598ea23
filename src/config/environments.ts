import { z } from "zod";
import { camelKeys } from "./camel-keys.ts";
import type { Complaint } from "./complaint.ts";
import type { Environment } from "./config.ts";
import { duration, someDuration } from "./duration.ts";
import { asks } from "./explain.ts";
import type { Sound } from "./sound.ts";
import { command, scalar, strict, wholeFrom } from "./values.ts";

export const defaultListen = { staging: "127.0.0.1:8081", production: "127.0.0.1:8080" } as const;

const addressForm = /^(?<host>\[[0-9a-fA-F:.]+\]|[^\s:[\]]+):(?<port>\d{1,5})$/;
const addressHelp = "write host:port, such as 127.0.0.1:8080";

/** `127.0.0.1:8080` or `[::1]:8080`; null for anything else. Port 0 is refused: nobody would know where to go. */
export const parseAddress = (given: string): { readonly host: string; readonly port: number } | null => {
  const { host, port } = addressForm.exec(given)?.groups ?? {};
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return null;
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
};

const address = z
  .string({ error: asks(addressHelp) })
  .refine((given) => parseAddress(given) !== null, { error: asks(addressHelp) })
  .transform((given) => parseAddress(given) ?? z.NEVER);

const variables = z
  .record(z.string().regex(/^[A-Za-z_]\w*$/, { error: asks("write a variable's name, such as LOG_LEVEL") }), scalar)
  .refine((env) => !Object.hasOwn(env, "PORT"), {
    error: "is set by Headgate for each instance; remove it and read PORT in the service",
    path: ["PORT"],
  });

const secretName = /(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY)/i;

/** The file is pinned and sealed with each release: a secret in it would be kept for years, and shown to auditors. */
const withoutSecrets = variables.superRefine((env, context) => {
  for (const [name, value] of Object.entries(env))
    if (secretName.test(name) && !value.startsWith("$"))
      context.addIssue({
        code: "custom",
        path: [name],
        message: `is a secret by its name; write $${name} and set it where headgate runs`,
      });
});

const instances = strict({
  command: command.describe("Started in the build's folder, without a shell, with PORT in its environment."),
  count: wholeFrom(1).default(2).describe("How many run at full size."),
  env: withoutSecrets.default({}).describe("Environment variables; not the place for secrets."),
  ready: z
    .string()
    .startsWith("/", { error: asks("write a path that begins with /, such as /health") })
    .default("/")
    .describe("A path that answers 200 once the instance may be given requests."),
  "ready-within": someDuration.prefault("60s").describe("An instance that is not ready by then has failed."),
  "stop-within": duration.prefault("10s").describe("Time between SIGTERM and SIGKILL."),
}).transform((parts) => ({ driver: "process" as const, ...camelKeys(parts) }));

const environment = (listen: string, analysis: boolean) =>
  strict({
    listen: address.prefault(listen).describe("Where this environment's router accepts requests."),
    instances: instances.describe("The processes that serve it."),
    "bake-factor": z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe("Bake times are multiplied by this, so that staging may rehearse the same runbook faster."),
    analysis: z
      .boolean()
      .default(analysis)
      .describe("Whether verdicts gate the steps here: they need real traffic, which staging seldom has."),
  }).transform(
    ({ listen, "bake-factor": bakeFactor, ...rest }): Environment => ({
      ...rest,
      traffic: { driver: "splitter", listen },
      bakeFactor,
    }),
  );

export const environments = strict({
  staging: environment(defaultListen.staging, false).describe("Where the release is rehearsed."),
  production: environment(defaultListen.production, true).describe("Where users are."),
}).describe("Where the service runs.");

/** Two routers cannot share a port, and a rehearsal must never reach users. */
export const environmentRules = (given: Sound<z.input<typeof environments>> | undefined): readonly Complaint[] => {
  const [staging, production] = [portOf(given, "staging"), portOf(given, "production")];
  if (staging === null || staging !== production) return [];
  const what = `port ${production} is where staging listens, too`;
  return [{ path: ["environments", "production", "listen"], what, fix: "give each environment a port of its own" }];
};

/** Null where it was written wrongly, which has been said already. */
const portOf = (
  given: Sound<z.input<typeof environments>> | undefined,
  which: keyof typeof defaultListen,
): number | null => {
  const environment = given?.[which];
  if (environment === undefined) return null;
  const listen = Object.hasOwn(environment, "listen") ? environment.listen : defaultListen[which];
  return listen === undefined ? null : (parseAddress(listen)?.port ?? null);
};
