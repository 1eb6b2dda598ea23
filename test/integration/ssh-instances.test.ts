import { expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import { instancesContract } from "../contract/instances.ts";
import { soon } from "../support/split.ts";
import { sshHosts, type TestHosts } from "../support/ssh-hosts.ts";
import { type SshWorld, sshWorld } from "../support/ssh-instances.ts";
import { until } from "../support/until.ts";

const world = async (count = 3, given: Partial<SshWorld["settings"]> = {}) => {
  await using stack = new AsyncDisposableStack();
  const { hosts, key }: TestHosts = stack.use(await sshHosts(count));
  const w = stack.use(await sshWorld({ hosts, key: key.path, ...given }));
  const all = stack.move();
  return { ...w, hosts, [Symbol.asyncDispose]: () => all.disposeAsync() };
};

instancesContract("ssh, plain hosts", async () => {
  const w = await world(3, { readyWithin: millis(4_000) });
  return {
    ...w,
    async kill(instance) {
      const [address, port] = instance.endpoint.split(":");
      const host = w.hosts.find(({ reach }) => reach === address)!;
      await host.sh(`read pid rest < /srv/shop/slots/${port}/pid; kill -KILL $pid`);
      await until("it is gone", async () => !(await w.driver.observe(soon())).some(({ id }) => id === instance.id));
    },
  };
});
