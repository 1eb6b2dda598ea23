import type { FeedHub } from "./feed-hub.ts";
import { accessHandlers } from "./handlers/access.ts";
import { actHandlers } from "./handlers/acts.ts";
import { commandHandlers } from "./handlers/commands.ts";
import { hookHandlers } from "./handlers/hooks.ts";
import { journalHandlers } from "./handlers/journal.ts";
import { projectHandlers } from "./handlers/project.ts";
import { readsServed } from "./handlers/reads.ts";
import { releaseHandlers } from "./handlers/releases.ts";
import { serverHandlers } from "./handlers/server.ts";
import { uploadHandlers } from "./handlers/uploads.ts";
import type { House } from "./house.ts";
import type { OwnMetrics } from "./own-metrics.ts";
import type { Served } from "./register.ts";

type Around = { readonly hub: FeedHub; readonly metrics: OwnMetrics; readonly url: string };

/** Everything that this server answers. What is not in this list does not exist. */
export const allRoutes = (house: House, { hub, metrics, url }: Around): readonly Served[] => {
  const routes = [
    ...projectHandlers(house),
    ...releaseHandlers(house),
    ...accessHandlers(house.access),
    ...readsServed(house),
    ...commandHandlers(house),
    ...uploadHandlers(house),
    ...actHandlers(house),
    ...hookHandlers(house),
    ...journalHandlers(house, hub),
  ];
  return [...serverHandlers({ ...house, url, metrics }, routes), ...routes];
};
