/** No more often than this, in ms, however much happens. */
const least = 200;
/** What goes on and on is done once a second in the end: nobody reads faster, and pages have to be drawn meanwhile. */
const longest = 5;
/** What is done takes at most half of the time: where the server or the browser is slow, less is asked. */
const rests = 1;

/**
 * Does something when it is called: the first time at once, and what was called for meanwhile once more, after a pause.
 * The pause is as long as what was done deserves.
 */
export const paced = <T>(
  act: (all: ReadonlySet<T>) => Promise<unknown>,
  pause: (ms: number) => Promise<unknown> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  now: () => number = () => performance.now(),
): ((one: T) => void) => {
  let waiting = new Set<T>();
  let isAtWork = false;
  const work = async (): Promise<void> => {
    isAtWork = true;
    for (let inARow = 1; waiting.size > 0; inARow++) {
      const all = waiting;
      waiting = new Set();
      const began = now();
      await act(all).catch(() => undefined); // whoever asked shows what went wrong
      await pause(Math.max(least * Math.min(inARow, longest), rests * (now() - began)));
    }
    isAtWork = false;
  };
  return (one) => {
    waiting.add(one);
    if (!isAtWork) void work();
  };
};
