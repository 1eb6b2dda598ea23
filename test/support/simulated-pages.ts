import type { Deps, Hooks } from "../../src/conductor/deps.ts";
import { failed } from "./simulated-drivers.ts";
import type { Machine } from "./simulated-machine.ts";
import { isGood, isReady, placeOf, type World } from "./simulated-world.ts";

/** What an HTTP client sees: `http://production/…` goes through the router, `http://production:7/…` to one instance. */
export const simulatedPages =
  (world: World, machine: Machine): Deps["fetch"] =>
  async (url, init) => {
    const { host, hostname, pathname } = new URL(String(url));
    const place = placeOf(world, hostname);
    const direct = [...place.instances.values()].find(({ endpoint }) => endpoint === host);
    const served = place.routes.filter(({ weight }) => weight > 0).flatMap(({ endpoints }) => endpoints);
    const behind = direct ?? [...place.instances.values()].find(({ endpoint }) => served.includes(endpoint));
    const status = await machine.call({
      ...(init?.signal == null ? {} : { signal: init.signal }),
      answer: world.random.chance(0.5) ? 0 : world.random.below(400),
      act: () => {
        if (behind === undefined || !isReady(world, behind)) return 503;
        return place.faults.smoke && !isGood(world, behind.build) ? 500 : 200;
      },
    });
    const text = pathname === "/data" ? "42 orders" : "fine";
    // What is read of an answer; a real one takes a hundred times as long to make.
    return { status, ok: status === 200, text: async () => text } as Response;
  };

/** Each is begun once, whoever asks; it takes a while, and may fail. */
export const simulatedHooks = (world: World, machine: Machine): Hooks => ({
  async run(key, _command, _options, signal) {
    const hook = await machine.call({
      signal,
      act: () => {
        const known = world.hooks.get(key);
        if (known !== undefined) return known;
        const exit = placeOf(world, key.includes("staging") ? "staging" : "production").faults.hook ? 1 : 0;
        const begun = { exit, endsAt: world.time.now() + 200 + world.random.below(4_000) };
        world.hooks.set(key, begun);
        return begun;
      },
    });
    await machine.clock.wait(Math.max(0, hook.endsAt - world.time.now()), signal);
    if (signal.aborted) throw failed("running the hook", "it was given up");
    return { exit: hook.exit, output: hook.exit === 0 ? "done" : "it failed" };
  },
  forget: (key) => machine.call({ act: () => void world.hooks.delete(key) }),
});
