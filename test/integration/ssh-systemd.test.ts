import { afterAll, beforeAll, expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import type { InstanceView } from "../../src/drivers/port.ts";
import { instancesContract } from "../contract/instances.ts";
import { soon } from "../support/split.ts";
import { blocksOf } from "../support/ssh-guide.ts";
import type { TestHost } from "../support/ssh-hosts.ts";
import { type SshWorld, sshWorld } from "../support/ssh-instances.ts";
import { type SystemdHosts, systemdHosts } from "../support/systemd-hosts.ts";
import { until } from "../support/until.ts";

const guide = "docs/data-planes/ssh.md";
const file = (path: string, text: string): string => `cat > ${path} <<'END-OF-FILE'\n${text}END-OF-FILE\n`;
const one = (info: string): string => blocksOf(guide, info)[0]!;

/** The steps of the guide as they stand there: the first host lets `deploy` act by polkit, the second by sudo. */
const setUp = (number: number, publicKey: string): string => {
  const [users = "", enable = ""] = blocksOf(guide, "sh systemd host");
  return [
    one("sh every host").replace("PUBLIC-KEY", publicKey),
    users,
    file("/etc/systemd/system/shop@.service", one("ini shop@.service")),
    number === 1
      ? file("/etc/polkit-1/rules.d/50-headgate.rules", one("js 50-headgate.rules"))
      : `${file("/etc/sudoers.d/headgate", one("sudoers headgate"))}chmod 0440 /etc/sudoers.d/headgate; visudo -c\n`,
    enable,
  ].join("\n");
};

let all: SystemdHosts;
beforeAll(async () => {
  all = await systemdHosts(2, "deploy", setUp);
}, 300_000);
afterAll(() => all?.[Symbol.asyncDispose]());

const world = async (given: Partial<SshWorld["settings"]> = {}): Promise<SshWorld> => {
  const unit = { command: null, unit: "shop@", ports: [8080, 8081] };
  const w = await sshWorld({ hosts: all.hosts, key: all.key.path, ...unit, ...given });
  const cleared = async (): Promise<void> => {
    for (const { digest } of [w.baseline, w.candidate, w.broken]) await w.driver.remove(digest, [], soon());
    await w[Symbol.asyncDispose]();
  };
  return { ...w, [Symbol.asyncDispose]: cleared };
};

const hostOf = ({ endpoint }: InstanceView): TestHost =>
  all.hosts.find(({ reach }) => endpoint.startsWith(`${reach}:`))!;
const unitOf = ({ endpoint }: InstanceView): string => `shop@${endpoint.split(":")[1]}.service`;
const killed = (instance: InstanceView) => hostOf(instance).sh(`systemctl kill --signal=KILL ${unitOf(instance)}`);

/** Else systemd would be faster than we can look. */
const noRestart = `mkdir -p /run/systemd/system/shop@.service.d
printf '[Service]\\nRestart=no\\n' > /run/systemd/system/shop@.service.d/test.conf
systemctl daemon-reload`;
const restart = "rm -rf /run/systemd/system/shop@.service.d; systemctl daemon-reload";

instancesContract("ssh, units of systemd", async () => {
  for (const host of all.hosts) await host.sh(noRestart);
  const w = await world({ readyWithin: millis(8_000) });
  return {
    ...w,
    async kill(instance) {
      await killed(instance);
      await until("it is gone", async () => !(await w.driver.observe(soon())).some(({ id }) => id === instance.id));
    },
  };
});
