import { type Digest, instant, millis } from "../../src/domain/units.ts";
import { dockerInstances } from "../../src/drivers/instances/docker/driver.ts";
import { type DockerSettings, labels } from "../../src/drivers/instances/docker/settings.ts";
import type { BuildRef, InstanceView } from "../../src/drivers/port.ts";
import type { InstancesWorld } from "../contract/instances.ts";
import type { DockerEngine } from "./docker-engine.ts";
import { pushImage } from "./docker-images.ts";
import { soon } from "./split.ts";
import { until } from "./until.ts";

export type Images = Readonly<Record<"baseline" | "candidate" | "broken" | "ending" | "deaf", BuildRef>>;

export const pushImages = async (engine: DockerEngine): Promise<Images> => {
  const push = (page: string, rest: { readonly ready?: number; readonly run?: string } = {}): Promise<Digest> =>
    pushImage(engine, "shop", { page, ...rest });
  const deaf = "trap '' TERM; echo listening with $API_KEY; exec /bin/busybox httpd -f -p 8080 -h /www";
  return {
    baseline: { digest: await push("1.0.0"), version: "1.0.0" },
    candidate: { digest: await push("1.1.0"), version: "1.1.0" },
    /** Answers, and says 503 for ever. */
    broken: { digest: await push("1.2.0", { ready: 503, run: deaf }), version: "1.2.0" },
    /** Its command ends at once. */
    ending: { digest: await push("1.3.0", { run: "echo out of luck >&2; exit 3" }), version: "1.3.0" },
    /** Does not hear SIGTERM. */
    deaf: { digest: await push("1.4.0", { run: deaf }), version: "1.4.0" },
  };
};

export type DockerWorld = InstancesWorld & Images & { readonly settings: DockerSettings; count(): Promise<number> };

let worlds = 0;

/** Each has a service of its own, so that they do not see each other. */
export const dockerWorld = async (
  engine: DockerEngine,
  images: Images,
  changed: Partial<DockerSettings> = {},
): Promise<DockerWorld> => {
  const settings: DockerSettings = {
    service: `shop${++worlds}`,
    environment: "production",
    socket: engine.socket,
    image: `${engine.registry}/shop`,
    port: 8080,
    publish: "127.0.0.1",
    env: { GREETING: "hello", API_KEY: "s3cret-of-ours" },
    ready: "/cgi-bin/ready",
    readyWithin: millis(15_000),
    stopWithin: millis(2_000),
    now: () => instant(Date.now()),
    ...changed,
  };
  const driver = dockerInstances(settings);
  const filters = encodeURIComponent(JSON.stringify({ label: [`${labels.service}=${settings.service}`] }));
  const all = async (): Promise<readonly { Id: string }[]> =>
    JSON.parse((await engine.ask("GET", `/containers/json?all=1&filters=${filters}`))[1]) as readonly { Id: string }[];
  return {
    ...images,
    driver,
    settings,
    count: async () => (await all()).length,
    async kill({ id }: InstanceView) {
      await engine.ask("POST", `/containers/${id}/kill`);
      await until("it is gone", async () => !(await driver.observe(soon())).some((one) => one.id === id));
    },
    async [Symbol.asyncDispose]() {
      for (const { Id } of await all()) await engine.ask("DELETE", `/containers/${Id}?force=1&v=1`);
    },
  };
};

/** A container by hand, with whatever labels. */
export const byHand = async (
  engine: DockerEngine,
  { service, environment, publish, port }: DockerSettings,
  name: string,
  image: string,
  build: string | null,
): Promise<string> => {
  const own = { [labels.service]: service, [labels.environment]: environment, [labels.build]: build };
  const [, text] = await engine.ask("POST", `/containers/create?name=${name}`, {
    Image: image,
    Labels: build === null ? {} : own,
    ExposedPorts: { [`${port}/tcp`]: {} },
    HostConfig: { PortBindings: { [`${port}/tcp`]: [{ HostIp: publish, HostPort: "" }] } },
  });
  return (JSON.parse(text) as { Id: string }).Id;
};
