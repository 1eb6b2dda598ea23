import type { Config } from "../config/config.ts";

/** In which people read the calendar of this service: that of its windows, else of its freezes. */
export const zoneOf = ({ environments, freezes }: Config): string =>
  environments.production.windows[0]?.zone ?? freezes[0]?.zone ?? "UTC";
