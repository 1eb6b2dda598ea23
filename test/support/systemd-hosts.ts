import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { exclusively } from "../../src/drivers/exclusively.ts";
import { clearMounts } from "./clear-mounts.ts";
import { folder } from "./folder.ts";
import { answers, canRun, makeBridge, type TestHost } from "./ssh-hosts.ts";
import { type Key, makeKey } from "./ssh-keys.ts";
import { until } from "./until.ts";

const run = promisify(execFile);

/** What a Debian server has, and what Node needs. */
const packages = "systemd,systemd-sysv,dbus,openssh-server,sudo,polkitd,libpam-systemd,libatomic1,libstdc++6";

export const canRunSystemd = canRun("podman", "runc", "debootstrap", "ssh-keygen", "ip", "nsenter");

export type SystemdHosts = AsyncDisposable & { readonly hosts: readonly TestHost[]; readonly key: Key };

/**
 * Debian hosts with systemd as their first process and a real sshd, as containers on a network of their own. Needs root
 * and podman, runc, debootstrap, iproute2. Nobody but root can sign in until `setUp`, run as root on each, has seen to it.
 *
 * @param setUp script for host number n, given the public key of whoever shall sign in
 */
export const systemdHosts = async (
  count: number,
  user: string,
  setUp: (number: number, publicKey: string) => string,
): Promise<SystemdHosts> => {
  const root = await debian();
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await folder());
  const key = await makeKey(dir.path, "deploy-key");
  const bridge = stack.use(await makeBridge());
  stack.defer(() => clearMounts(dir.path, "c", "r"));
  const podman = await podmanIn(dir.path);
  const hosts: TestHost[] = [];
  for (let number = 1; number <= count; number++) {
    const name = `${bridge.name}-${number}`;
    const mounts = ["-v", `${process.execPath}:/srv/node:ro`];
    const systemd = ["--systemd=always", "--cap-add", "SYS_ADMIN", "--network", "none"];
    await podman("run", "-d", "--name", name, ...systemd, ...mounts, "--rootfs", `${root}:O`, "/sbin/init");
    stack.defer(() => podman("rm", "-f", "-t", "0", name).then(() => {}));
    const init = (await podman("inspect", "-f", "{{.State.Pid}}", name)).trim();
    const host = await bridge.plug(init, number);
    const sh = async (script: string) => (await run("nsenter", ["-t", init, "-a", "sh", "-euc", script])).stdout;
    await until(
      "systemd is up",
      async () => /running|degraded/.test(await sh("systemctl is-system-running || :")),
      30_000,
    );
    await sh(setUp(number, key.publicKey.trim()));
    await until("its sshd answers", () => answers(host.address));
    hosts.push({
      host: host.address,
      port: 22,
      user,
      fingerprint: (await sh("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub")).split(" ")[1]!,
      reach: host.address,
      cut: host.cut,
      mend: host.mend,
      sshdLog: () => sh("journalctl -q -o cat -u ssh"),
      sh,
    });
  }
  const all = stack.move();
  return { hosts, key, [Symbol.asyncDispose]: () => all.disposeAsync() };
};

/** A podman with nothing in it, that fits into the limits of a container or a small machine. */
const podmanIn = async (dir: string): Promise<(...args: readonly string[]) => Promise<string>> => {
  const config = join(dir, "containers.conf");
  const limits = 'default_ulimits = ["nofile=16384:16384", "nproc=32768:32768"]';
  await writeFile(config, `[containers]\n${limits}\n[engine]\nruntime = "runc"\n`);
  const places = ["--root", join(dir, "c"), "--runroot", join(dir, "r")];
  const env = { ...process.env, CONTAINERS_CONF: config };
  return async (...args) => (await run("podman", [...places, ...args], { env })).stdout;
};

/** The files of a Debian, made once (40 s) and kept for later runs; containers write elsewhere. */
const debian = async (): Promise<string> => {
  const name = createHash("sha256").update(packages).digest("hex").slice(0, 12);
  const cache = join(tmpdir(), `headgate-debian-${name}`);
  const made = join(cache, "root");
  await mkdir(cache, { recursive: true, mode: 0o755 });
  await exclusively(join(cache, "lock"), AbortSignal.timeout(300_000), async () => {
    if ((await stat(made).catch(() => null)) !== null) return;
    const draft = join(cache, "draft");
    await rm(draft, { recursive: true, force: true });
    await run("debootstrap", ["--variant=minbase", `--include=${packages}`, "bookworm", draft], {
      maxBuffer: 64 * 1_048_576,
    });
    await chmod(draft, 0o755);
    await rename(draft, made);
  });
  return made;
};
