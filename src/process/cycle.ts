/** What must come before what: name → names that it waits for. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * Circles of names that wait for each other, each in order of waiting and without its first name repeated; empty when
 * everything can be reached. Circles that share a name are reported as one of them: break it, and ask again.
 */
export const cyclesIn = (graph: Graph): readonly (readonly string[])[] => {
  const cycles: (readonly string[])[] = [];
  for (let rest = stuckIn(graph); rest.size > 0; ) {
    const cycle = cycleFrom(rest);
    cycles.push(cycle);
    rest = stuckIn(new Map([...rest].filter(([name]) => !cycle.includes(name))));
  }
  return cycles;
};

/** The part whose turn never comes: every name in it waits for another one in it (Kahn's order, what is left over). */
const stuckIn = (graph: Graph): Graph => {
  const waiting = new Map([...graph].map(([name, before]) => [name, new Set(before.filter((one) => graph.has(one)))]));
  const waiters = Map.groupBy(
    [...waiting].flatMap(([name, before]) => [...before].map((one) => ({ name, one }))),
    ({ one }) => one,
  );
  const free = [...waiting].filter(([, before]) => before.size === 0).map(([name]) => name);
  for (let name = free.pop(); name !== undefined; name = free.pop()) {
    waiting.delete(name);
    for (const waiter of waiters.get(name) ?? []) {
      waiting.get(waiter.name)?.delete(name);
      if (waiting.get(waiter.name)?.size === 0) free.push(waiter.name);
    }
  }
  return new Map([...waiting].map(([name, before]) => [name, [...before]]));
};

const cycleFrom = (stuck: Graph): readonly string[] => {
  const way = new Set<string>();
  let [name] = stuck.keys();
  while (name !== undefined && !way.has(name)) {
    way.add(name);
    name = stuck.get(name)?.[0];
  }
  const names = [...way];
  return name === undefined ? names : names.slice(names.indexOf(name));
};
