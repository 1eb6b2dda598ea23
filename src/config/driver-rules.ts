import type { z } from "zod";
import type { Complaint } from "./complaint.ts";
import type { environments } from "./environments.ts";
import { countOf } from "./instances.ts";
import type { Sound } from "./sound.ts";

type Given = Sound<z.input<typeof environments>>;
type One = NonNullable<Given["staging"]>;
type Flaw = Complaint | null;

/** What the drivers of one environment owe each other, and what two environments may not share. */
export const driverRules = (given: Given | undefined): readonly Complaint[] => [
  ...(["staging", "production"] as const).flatMap((name) => {
    const one = given?.[name];
    if (one === undefined) return [];
    const flaws = [startedInOneWay(one), roomForAll(one), countedSomewhere(one)];
    return flaws.flatMap((flaw) => flaw ?? []).map((flaw) => ({ ...flaw, path: ["environments", name, ...flaw.path] }));
  }),
  ...(given?.staging === undefined || given.production === undefined ? [] : apart(given.staging, given.production)),
];

/** Each would overwrite the files of the other, or find its ports taken. */
const apart = (staging: One, production: One): readonly Complaint[] => {
  const shared: Complaint[] = [];
  const share = (path: string, what: string): void => {
    const fix = "give each environment its own";
    shared.push({ path: ["environments", "production", ...path.split(".")], what, fix });
  };
  const folder = folderOf(production);
  if (folder !== null && folder === folderOf(staging))
    share("traffic.folder", "is where staging keeps its routes, too");
  if (staging.instances?.driver !== "ssh" || production.instances?.driver !== "ssh") return shared;
  const [here, there] = [staging.instances, production.instances];
  const addresses = here.hosts?.map((host) => host?.address) ?? [];
  if (!there.hosts?.some((host) => host?.address !== undefined && addresses.includes(host.address))) return shared;
  const ports = there.ports?.filter((port) => port !== undefined && here.ports?.includes(port)) ?? [];
  if (there.folder !== undefined && there.folder === here.folder)
    share("instances.folder", "is where staging keeps its instances, on the same host");
  if (ports.length > 0) share("instances.ports", `are staging's, too, on the same host: ${ports.join(", ")}`);
  return shared;
};

const folderOf = ({ traffic }: One): string | null =>
  traffic?.driver === "nginx" || traffic?.driver === "haproxy" ? (traffic.folder ?? null) : null;

const startedInOneWay = ({ instances }: One): Flaw => {
  if (instances?.driver !== "ssh") return null;
  const ways = ["command", "unit"].filter((key) => Object.hasOwn(instances, key));
  if (ways.length === 1) return null;
  const what = ways.length === 0 ? "has neither a command nor a unit" : "has both a command and a unit";
  return { path: ["instances"], what, fix: "name one of them: what is started, or the systemd template" };
};

const roomForAll = ({ instances }: One): Flaw => {
  if (instances?.driver !== "ssh") return null;
  const { hosts, ports } = instances;
  const count = countOf(instances);
  if (hosts === undefined || ports === undefined || count === null || hosts.length * ports.length >= count) return null;
  const what = `has room for ${hosts.length * ports.length} instances, one per host and port, and the count is ${count}`;
  return { path: ["instances", "ports"], what, fix: "add ports or hosts, or lower the count" };
};

const countedSomewhere = (one: One): Flaw => {
  // Metrics that were written wrongly have a complaint of their own.
  const byRouter = Object.hasOwn(one, "metrics") ? one.metrics?.driver === "router" : true;
  if (one.traffic?.driver !== "nginx" || !byRouter) return null;
  const what = "is nginx, which does not count per build";
  return { path: ["traffic"], what, fix: "add metrics: { driver: prometheus, … } or { driver: web, … } beside it" };
};
