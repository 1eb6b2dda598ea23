import { describe, expect, test } from "vitest";
import { startService } from "../support/service.ts";
import { canRunHosts, sshHosts } from "../support/ssh-hosts.ts";
import { steadyLoad } from "../support/steady-load.ts";

describe.skipIf(!canRunHosts)("a rollout on hosts over SSH (as root; apt install openssh-server iproute2)", () => {
  test("R26: one host after the other is replaced in place and back again, and nobody is let down", async () => {
    await using world = await sshHosts(3);
    const hosts = world.hosts.map(({ host, port, user, fingerprint, reach }) => ({
      address: `${host}:${port}`,
      user,
      fingerprint,
      reach,
    }));
    const instances = {
      driver: "ssh",
      hosts,
      key: world.key.path,
      folder: "/srv/shop",
      ports: [8080],
      command: ["/srv/node", "server.mjs"],
      env: { HOST: "0.0.0.0" },
      count: 3,
      ready: "/healthz",
      "ready-within": "20s",
    };
    const strategy = { rolling: { batch: 1, "max-unavailable": 1, bake: "0s", gates: [] } };
    await using service = await startService({ config: { strategy }, production: { instances } });
    await using load = steadyLoad(service.url, 4);
    await using _conductor = service.conduct();

    await service.start();
    const { candidate, baseline, watched } = await service.phase("promoted", 60_000);
    const routed = async () => (await service.routes()).filter(({ weight }) => weight > 0);
    const endpoints = hosts.map(({ reach }) => `${reach}:8080`).toSorted();
    expect(watched.errors).toBe(0);
    expect((await routed()).map((one) => [one.build, one.endpoints.toSorted()])).toEqual([
      [candidate.digest, endpoints],
    ]);

    await service.order({ type: "RollBack", reason: "complaints", severity: "high" });
    await service.phase("rolled-back", 60_000);
    expect((await routed()).map((one) => [one.build, one.endpoints.toSorted()])).toEqual([
      [baseline?.digest, endpoints],
    ]);
    expect((await load.stop()).failed).toEqual([]);
  }, 180_000);
});
