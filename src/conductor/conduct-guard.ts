import type { EnvironmentDrivers } from "./deps.ts";

/**
 * Drivers that do nothing more to the world for an effect once the lease may be somebody else's. A conductor that was
 * stopped and wakes up goes on in the middle of a line, and may do so before any timer of its own has told it (T38).
 *
 * @param within  the effect's own signal; what is called under another one cleans up behind it, and is let through
 */
export const guarded = (
  drivers: EnvironmentDrivers,
  isOurs: () => boolean,
  stop: AbortController,
  within: AbortSignal,
): EnvironmentDrivers => {
  const { instances, traffic } = drivers;
  const check = (signal: AbortSignal): void => {
    if (signal !== within) return;
    if (!isOurs()) stop.abort();
    signal.throwIfAborted();
  };
  return {
    ...drivers,
    instances: {
      ...instances,
      bring: async (build, count, signal) => {
        check(signal);
        return instances.bring(build, count, signal);
      },
      remove: async (build, keep, signal) => {
        check(signal);
        return instances.remove(build, keep, signal);
      },
    },
    traffic: {
      ...traffic,
      set: async (routes, fence, signal) => {
        check(signal);
        return traffic.set(routes, fence, signal);
      },
    },
  };
};
