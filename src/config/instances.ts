import { z } from "zod";
import { camelKeys } from "./camel-keys.ts";
import { duration, someDuration } from "./duration.ts";
import type { Instances } from "./environment.ts";
import { asks } from "./explain.ts";
import { parseAddress } from "./listen.ts";
import type { Sound } from "./sound.ts";
import { command, scalar, strict, text, wholeFrom } from "./values.ts";

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

const defaultCount = 2;

const supervised = {
  count: wholeFrom(1).default(defaultCount).describe("How many run at full size."),
  env: withoutSecrets.default({}).describe("Environment variables; not the place for secrets."),
  ready: z
    .string()
    .startsWith("/", { error: asks("write a path that begins with /, such as /health") })
    .default("/")
    .describe("A path that answers 200 once the instance may be given requests."),
  "ready-within": someDuration.prefault("60s").describe("An instance that is not ready by then has failed."),
  "stop-within": duration.prefault("10s").describe("Time between the request to stop and the end by force."),
};

const port = z.int().min(1).max(65_535);
const absolute = z.string().startsWith("/", { error: asks("write an absolute path, such as /srv/shop") });

const processes = strict({
  driver: z.literal("process").optional().describe("Processes of this machine; what is meant when nothing is said."),
  command: command.describe("Started in the build's folder, without a shell, with PORT in its environment."),
  ...supervised,
});

const host = strict({
  address: z
    .string()
    .refine((given) => parseAddress(given) !== null, { error: asks("write host:port, such as 10.0.0.5:22") })
    .describe("Where its sshd listens."),
  user: text.describe("Who signs in there; needs no more than the folder and the service."),
  fingerprint: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, { error: asks("write what ssh-keygen -lf prints: SHA256: and 43 signs") })
    .describe("Of the host's key; a host with another key is refused."),
  reach: text.optional().describe("Host name by which the router reaches its instances, where it is another one."),
});

const ssh = strict({
  driver: z.literal("ssh").describe("Hosts over SSH."),
  hosts: z.array(host).min(1).describe("Where instances may run."),
  key: text.describe("File with the private key."),
  folder: absolute.describe("Folder on each host for builds and the state of instances."),
  ports: z.array(port).min(1).describe("On each host: one instance per port, so two allow both versions side by side."),
  command: command.optional().describe("Started in the build's folder with PORT in its environment."),
  unit: z
    .string()
    .regex(/^[\w.:-]+@$/, { error: asks("write the template's name with its @, such as shop@") })
    .optional()
    .describe("systemd template instead of a command; its instance is the port."),
  ...supervised,
});

const docker = strict({
  driver: z.literal("docker").describe("Containers by the Docker Engine API."),
  socket: absolute.default("/var/run/docker.sock").describe("Unix socket of the engine."),
  image: z
    .string()
    .regex(/^[^\s@]+$/, { error: asks("write the repository without digest, such as registry.example/shop") })
    .describe("Repository; the digest of the build says which image of it."),
  port: port.describe("Where the container listens."),
  publish: z.string().default("127.0.0.1").describe("Address of this machine that its port is published on."),
  ...supervised,
});

const scripts = strict({
  driver: z.literal("command").describe("Scripts of your own, for anything else."),
  bring: command.describe("Makes HEADGATE_COUNT instances of HEADGATE_BUILD run."),
  observe: command.describe("Prints every instance that is there now as JSON."),
  remove: command.describe("Stops the instances of HEADGATE_BUILD, but for those of HEADGATE_KEEP."),
  logs: command.exactOptional().describe("Prints the last HEADGATE_LINES lines that instance HEADGATE_ID printed."),
  ...supervised,
});

const toHost = ({ address, reach, ...rest }: z.output<typeof host>) => {
  const at = parseAddress(address) ?? { host: address, port: 22 };
  return { ...rest, ...at, reach: reach ?? at.host };
};

/** Instances at full size; null where that was written wrongly, which has been said already. */
export const countOf = (given: Sound<z.input<typeof instances>> | undefined): number | null => {
  if (given === undefined) return null;
  return (Object.hasOwn(given, "count") ? given.count : defaultCount) ?? null;
};

export const instances = z
  .discriminatedUnion("driver", [processes, ssh, docker, scripts])
  .transform((given): Instances => {
    switch (given.driver) {
      case undefined:
      case "process":
        return { ...camelKeys(given), driver: "process" };
      case "ssh":
        return {
          ...camelKeys(given),
          hosts: given.hosts.map(toHost),
          command: given.command ?? null,
          unit: given.unit ?? null,
        };
      case "docker":
      case "command":
        return camelKeys(given);
    }
  });
