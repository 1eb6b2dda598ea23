import type { InstanceView } from "../../port.ts";
import { askReady } from "../readiness.ts";
import type { SshSettings } from "./settings.ts";
import { endpointOf, type Slot } from "./slot.ts";

/** The instances in these slots, each asked by the way that the router goes. Empty slots are no instances. */
export const viewsOf = (
  { ready }: SshSettings,
  slots: readonly Slot[],
  signal: AbortSignal,
): Promise<readonly InstanceView[]> =>
  Promise.all(
    slots.flatMap(({ build, ...slot }) => {
      if (build === null || slot.state === "free" || slot.state === "dead") return [];
      const endpoint = endpointOf(slot);
      const base = { id: endpoint, build, endpoint };
      if (slot.state === "stopping") return { ...base, ready: false, answer: "is being stopped" };
      if (slot.note !== "") return { ...base, ready: false, answer: slot.note };
      return askReady(endpoint, ready, signal).then((answer) => ({ ...base, ...answer }));
    }),
  );
