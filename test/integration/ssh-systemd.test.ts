import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { instances } from "../../src/config/instances.ts";
import { millis } from "../../src/domain/units.ts";
import { sshInstances } from "../../src/drivers/instances/ssh/driver.ts";
import type { InstanceView } from "../../src/drivers/port.ts";
import { instancesContract } from "../contract/instances.ts";
import { buildOf, soon } from "../support/split.ts";
import { blocksOf } from "../support/ssh-guide.ts";
import type { TestHost } from "../support/ssh-hosts.ts";
import { type SshWorld, sshWorld } from "../support/ssh-instances.ts";
import { canRunSystemd, type SystemdHosts, systemdHosts } from "../support/systemd-hosts.ts";
import { until } from "../support/until.ts";

describe.skipIf(!canRunSystemd)(
  "hosts over SSH with systemd (as root; apt install openssh-server iproute2 podman runc debootstrap)",
  () => {
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

    const page = async ({ endpoint }: InstanceView, path: string): Promise<string> =>
      await (await fetch(`http://${endpoint}/${path}`, { signal: soon() })).text();

    test("an instance runs as the service's user, with its environment as it was given and for nobody else to read", async () => {
      const awkward = { TOKEN: `s3cret 'a' "b" $HOME \`id\` \\ \n\tend % %% #`, EMPTY: "" };
      await using w = await world({ env: awkward });
      const [first] = await w.driver.bring(w.baseline, 1, soon());

      expect(JSON.parse(await page(first!, "env"))).toMatchObject({
        ...awkward,
        PORT: "8080",
        HEADGATE_VERSION: "1.0.0",
        HEADGATE_BUILD: w.baseline.digest,
        USER: "shop",
      });
      const host = hostOf(first!);
      expect(await host.sh("stat -c '%a %U' /srv/shop/slots/8080/env")).toBe("600 deploy\n");
      expect(await host.sh("cat /proc/[0-9]*/cmdline | grep -ac 's3cre[t]' || :")).toBe("0\n");
      expect(await host.sh("journalctl --no-pager | grep -c s3cret || :")).toBe("0\n");
    });

    test("a killed instance that systemd starts again is the same instance, and no second one is brought for it", async () => {
      await using w = await world();
      for (const host of all.hosts) await host.sh(restart);
      const before = await w.driver.bring(w.baseline, 2, soon());
      const pid = await page(before[0]!, "pid");
      await killed(before[0]!);

      const after = await w.driver.bring(w.baseline, 2, soon());

      expect(after.map(({ id }) => id).toSorted()).toEqual(before.map(({ id }) => id).toSorted());
      expect(await page(before[0]!, "pid")).not.toBe(pid);
      expect(await w.driver.observe(soon())).toHaveLength(2);
    });

    test("T5: a unit that ignores SIGTERM is killed after stopWithin, long before systemd would", async () => {
      await using w = await world({ env: { IGNORE_TERM: "1" }, stopWithin: millis(300) });
      await w.driver.bring(w.baseline, 2, soon()); // TimeoutStopSec is 30 s
      const begun = performance.now();

      await w.driver.remove(w.baseline.digest, [], soon());

      expect(await w.driver.observe(soon())).toEqual([]);
      expect(performance.now() - begun).toBeLessThan(15_000);
      // What failed so is forgotten: nothing but free slots is left.
      for (const host of all.hosts)
        expect(await host.sh("systemctl --failed --plain --no-legend; ls /srv/shop/slots/*")).not.toContain("build");
    });

    test("a unit whose link was changed behind its back does not pass for what the link says, and can still be stopped", async () => {
      await using w = await world();
      const [first] = await w.driver.bring(w.baseline, 1, soon());
      const other = buildOf("d");
      await hostOf(first!).sh(`ln -sfn /srv/shop/builds/${other.replace(":", "-")} /srv/shop/slots/8080/build`);

      const [seen] = await w.driver.observe(soon());

      expect(seen).toMatchObject({ ready: false, answer: "was started before its build was put in its slot" });
      await w.driver.remove(other, [], soon());
      expect(await w.driver.observe(soon())).toEqual([]);
    });

    test("the same hosts run plain processes as well, which outlive the connection", async () => {
      for (const host of all.hosts) await host.sh("install -d -m 755 -o deploy -g deploy /srv/plain");
      await using w = await world({
        unit: null,
        command: ["sh", "./start.sh"],
        folder: "/srv/plain",
        ports: [8090, 8091],
      });
      const before = await w.driver.bring(w.baseline, 3, soon());
      for (const host of all.hosts)
        await until(
          "nobody is signed in",
          async () => (await host.sh("ps -u deploy -o comm= | grep -c sshd || :")) === "0\n",
        );

      const after = await w.driver.observe(soon());

      expect(
        after
          .filter(({ ready }) => ready)
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(before.map(({ id }) => id).toSorted());
    });

    test("`deploy` may start and stop the units of its ports, and nothing else", async () => {
      for (const host of all.hosts) {
        const may = async (what: string): Promise<boolean> =>
          (
            await host.sh(
              `su deploy -c 'systemctl --no-ask-password ${what} || sudo -n systemctl ${what}' 2>&1 && echo yes || echo no`,
            )
          ).endsWith("yes\n");
        expect(await may("start --no-block shop@8080.service")).toBe(true);
        for (const what of [
          "start --no-block shop@9999.service",
          "stop --no-block ssh.service",
          "restart shop@8080.service",
          "daemon-reload",
          "stop --no-block shop@8080.service ssh.service",
        ])
          expect(`${what}: ${await may(what)}`).toBe(`${what}: false`);
      }
    });

    test("a host without the template says so", async () => {
      await using w = await world();
      const driver = sshInstances({ ...w.settings, unit: "other@" });

      await expect(driver.observe(soon())).rejects.toMatchObject({
        detail: {
          problem: expect.stringContaining("other@8080.service is not-found: put the template other@.service there"),
        },
      });
    });

    test("after the host was restarted its instances come back by themselves, with the same build", async () => {
      await using w = await world();
      const before = await w.driver.bring(w.candidate, 2, soon());
      // As at the end of a boot: what multi-user.target wants is started.
      for (const host of all.hosts) await host.sh("systemctl stop 'shop@*.service'; systemctl start multi-user.target");

      await until(
        "they are back",
        async () => (await w.driver.observe(soon())).filter(({ ready }) => ready).length === 2,
      );
      expect(
        (await w.driver.observe(soon()))
          .map(({ id, build }) => ({ id, build }))
          .toSorted((a, b) => a.id.localeCompare(b.id)),
      ).toEqual(before.map(({ id, build }) => ({ id, build })).toSorted((a, b) => a.id.localeCompare(b.id)));
    });

    test("what the guide says for headgate.yaml is accepted, and says what this driver is given", () => {
      const [plain, units] = blocksOf(guide, "yaml environment").map((text) => instances.parse(parse(text).instances));

      const given = { driver: "ssh", folder: "/srv/shop", ports: [8080, 8081], count: 2, ready: "/healthz" };
      expect(plain).toMatchObject({ ...given, command: ["sh", "./start.sh"], unit: null });
      expect(units).toMatchObject({ ...given, command: null, unit: "shop@" });
    });
  },
);
