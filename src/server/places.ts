import { AppError } from "../errors.ts";

/** How many may be there at once: of one person, and of all together. */
export type Most = { readonly person: number; readonly all: number };

/** Event streams; each costs memory and a connection for as long as it is open. */
export const mostStreams: Most = { person: 50, all: 1_000 };
/** Uploads; each may fill a gigabyte of the disk on which the journal is, and a build four more. */
export const mostUploads: Most = { person: 16, all: 32 };

/** In s; somebody may have gone by then. */
const tryAgain = 30;

export type Places = {
  /**
   * One more, until the signal.
   * @throws AppError `TOO_MANY_REQUESTS`
   */
  take(person: string, address: string, signal: AbortSignal): void;
};

/** For what takes long, which no limit of requests a minute bounds. */
export const places = (most: Most): Places => {
  const open = new Map<string, number>();
  let all = 0;
  const change = (person: string, by: 1 | -1): void => {
    const count = (open.get(person) ?? 0) + by;
    all += by;
    if (count === 0) open.delete(person);
    else open.set(person, count);
  };
  return {
    take(person, address, signal) {
      if (signal.aborted) return;
      if (all >= most.all || (open.get(person) ?? 0) >= most.person)
        throw new AppError("TOO_MANY_REQUESTS", { address, seconds: tryAgain });
      change(person, 1);
      signal.addEventListener("abort", () => change(person, -1), { once: true });
    },
  };
};
