import { z } from "zod";
import { type Digest, isDigest } from "../../../domain/units.ts";
import { complaint, type Engine, readAs } from "./engine.ts";
import { digestsOf } from "./images.ts";
import { type DockerSettings, failed, labels } from "./settings.ts";

/** One of ours, as the engine tells it. */
export type Container = {
  readonly id: string;
  readonly name: string;
  /** `idle`: made and not started yet. `gone`: it ran, or is being removed. */
  readonly state: "idle" | "running" | "gone";
  /** The image's own health check says no. */
  readonly unhealthy: boolean;
  /** What it really runs. */
  readonly build: Digest;
  /** `host:port`; null when its port is not published. */
  readonly endpoint: string | null;
};

const port = z.object({ PrivatePort: z.int(), PublicPort: z.int().optional(), IP: z.string().optional() });
const listed = z.object({
  Id: z.string().min(1),
  Names: z.array(z.string()).min(1),
  ImageID: z.string(),
  State: z.string(),
  Status: z.string(),
  Labels: z.record(z.string(), z.string()),
  Ports: z.array(port).nullish(),
});
type Listed = z.output<typeof listed>;

/** Every container with the labels of this service and environment, in whatever state. */
export const containers = async (
  engine: Engine,
  settings: DockerSettings,
  signal: AbortSignal,
): Promise<readonly Container[]> => {
  const act = "listing containers";
  const { service, environment } = settings;
  const label = [`${labels.service}=${service}`, `${labels.environment}=${environment}`];
  const query = { all: "1", filters: JSON.stringify({ label }) };
  const answer = await engine.ask({ act, method: "GET", path: "/containers/json", query }, signal);
  if (answer.status !== 200) throw failed(act, await complaint(act, answer), "See the engine's log.");
  const found = await readAs(act, answer, z.array(listed));
  const all = await Promise.all(found.map((one) => containerOf(engine, settings, one, signal)));
  return all.toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
};

const containerOf = async (
  engine: Engine,
  settings: DockerSettings,
  one: Listed,
  signal: AbortSignal,
): Promise<Container> => ({
  id: one.Id,
  name: one.Names[0]!.replace(/^\//, ""),
  state: stateOf(one.State),
  unhealthy: /\(unhealthy\)/.test(one.Status),
  build: await buildOf(engine, one, signal),
  endpoint: endpointOf(settings, one.Ports ?? []),
});

/**
 * Read from the image that runs, whatever the label says: a container may have been started by hand. An image that has
 * several digests may be called any of them; one that has none is called by its own id, which is no build's digest.
 */
const buildOf = async (engine: Engine, { ImageID, Labels }: Listed, signal: AbortSignal): Promise<Digest> => {
  const digests = (await digestsOf(engine, ImageID, signal)) ?? [];
  const build = digests.find((digest) => digest === Labels[labels.build]) ?? digests[0] ?? ImageID;
  if (isDigest(build)) return build;
  throw failed("listing containers", `nobody can say what ${ImageID} is`, "Remove the container that runs it.");
};

const stateOf = (state: string): Container["state"] => {
  if (state === "created") return "idle";
  return ["running", "paused", "restarting"].includes(state) ? "running" : "gone";
};

const endpointOf = (settings: DockerSettings, ports: NonNullable<Listed["Ports"]>): string | null => {
  const own = ports.filter(({ PrivatePort, PublicPort }) => PrivatePort === settings.port && PublicPort !== undefined);
  const best = own.find(({ IP }) => IP === settings.publish) ?? own[0];
  return best === undefined ? null : `${reach(best.IP ?? settings.publish)}:${best.PublicPort}`;
};

/** An address to listen on is not always one to connect to. */
export const reach = (address: string): string => {
  if (address === "0.0.0.0" || address === "") return "127.0.0.1";
  if (address === "::") return "[::1]";
  return address.includes(":") ? `[${address}]` : address;
};
