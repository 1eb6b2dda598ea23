/** Time that passes only when nothing else is left to do: timers in a queue, and jumps from one to the next. */
export type Time = {
  /** Milliseconds since the beginning. */
  now(): number;
  /** Calls back after so many ms. */
  after(ms: number, act: () => void): Timer;
  /** Lets time pass until it holds, and for so many ms at most. Whether it came to hold. */
  until(isOver: () => boolean, atMost: number): Promise<boolean>;
};

export type Timer = { cancel(): void };

type Planned = { readonly at: number; readonly order: number; act: (() => void) | null };

/** Every promise that can go on has gone on when this resolves. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const simulatedTime = (): Time => {
  const queue = heap();
  let now = 0;
  let order = 0;
  return {
    now: () => now,
    after(ms, act) {
      const planned: Planned = { at: now + Math.max(0, ms), order: order++, act };
      queue.push(planned);
      return {
        cancel: () => {
          planned.act = null;
        },
      };
    },
    async until(isOver, atMost) {
      const end = now + atMost;
      for (;;) {
        await settled();
        if (isOver()) return true;
        const next = queue.first();
        if (next === undefined || next.at > end) {
          now = Math.max(now, end);
          return false;
        }
        now = Math.max(now, next.at);
        // What falls on the same moment happens in the order in which it was asked for.
        for (let due = queue.first(); due !== undefined && due.at <= now; due = queue.first()) {
          queue.pop();
          due.act?.();
        }
      }
    },
  };
};

/** The same by the clock on the wall, a hundred times as fast, for what waits for something real besides. */
export const hurriedTime = (): Pick<Time, "now" | "after"> => {
  const began = performance.now();
  return {
    now: () => 100 * (performance.now() - began),
    after(ms, act) {
      const timer = setTimeout(act, ms / 100);
      return { cancel: () => clearTimeout(timer) };
    },
  };
};

/** A binary heap by time and then by order; what was cancelled is dropped when it comes up. */
const heap = () => {
  const items: Planned[] = [];
  const isBefore = (a: Planned, b: Planned): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  const swap = (i: number, j: number): void => {
    [items[i], items[j]] = [items[j]!, items[i]!];
  };
  const pop = (): void => {
    const last = items.pop()!;
    if (items.length === 0) return;
    items[0] = last;
    for (let i = 0; ; ) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let least = i;
      if (left < items.length && isBefore(items[left]!, items[least]!)) least = left;
      if (right < items.length && isBefore(items[right]!, items[least]!)) least = right;
      if (least === i) return;
      swap(i, least);
      i = least;
    }
  };
  return {
    push(item: Planned): void {
      items.push(item);
      for (let i = items.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (!isBefore(items[i]!, items[parent]!)) return;
        swap(i, parent);
        i = parent;
      }
    },
    pop,
    first(): Planned | undefined {
      while (items[0]?.act === null) pop();
      return items[0];
    },
  };
};
