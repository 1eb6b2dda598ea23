import { AppError } from "../errors.ts";

/** How many event streams may be open at once: of one person, and of all together. */
export type MostStreams = { readonly person: number; readonly all: number };

export const mostStreams: MostStreams = { person: 50, all: 1_000 };

/** In s; somebody may have gone by then. */
const tryAgain = 30;

export type StreamPlaces = {
  /**
   * One more, until the signal.
   * @throws AppError `TOO_MANY_REQUESTS`
   */
  take(person: string, address: string, signal: AbortSignal): void;
};

/** Each costs memory and a connection for as long as it is open, which no limit of requests a minute bounds. */
export const streamPlaces = (most: MostStreams = mostStreams): StreamPlaces => {
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
