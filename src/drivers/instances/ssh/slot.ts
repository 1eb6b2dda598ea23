import type { Digest } from "../../../domain/units.ts";
import { isDigest } from "../../../domain/units.ts";
import type { SshHost } from "./settings.ts";

/** A place for one instance, as it is on its host right now. */
export type Slot = {
  readonly host: SshHost;
  readonly port: number;
  /** `free`: never held, `dead`: held once; both may be used. */
  readonly state: "free" | "dead" | "alive" | "stopping";
  /** What runs in it, or ran; null when nothing did, or something that Headgate did not start. */
  readonly build: Digest | null;
  /** Why it does not count as an instance of its build although it runs; "" when it does. */
  readonly note: string;
};

/** `host:port` where the router reaches its instance; also its id, as no two slots share it. */
export const endpointOf = ({ host, port }: Pick<Slot, "host" | "port">): string =>
  `${host.reach.includes(":") && !host.reach.startsWith("[") ? `[${host.reach}]` : host.reach}:${port}`;

export const isVacant = ({ state }: Slot): boolean => state === "free" || state === "dead";

/** Lines of `look`: `slot`, port, state, folder of the build, note. */
export const parseSlots = (host: SshHost, lines: string): readonly Slot[] =>
  lines
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(([kind]) => kind === "slot")
    .map(([, port, state, folder, note]) => ({
      host,
      port: Number(port),
      state: state as Slot["state"],
      build: buildIn(folder ?? ""),
      note: note ?? "",
    }));

/** A build's folder on a host: no colon, which separates the entries of a PATH. */
export const folderOf = (build: Digest): string => build.replace(":", "-");

const buildIn = (folder: string): Digest | null => {
  const name = folder.replace("-", ":");
  return isDigest(name) ? name : null;
};
