import { describe, expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import { freePort } from "../../src/free-port.ts";
import { type DnsSettings, dns } from "../../src/probes/catalogue/dns.ts";
import { ports } from "../../src/probes/catalogue/ports.ts";
import { tcp } from "../../src/probes/catalogue/tcp.ts";
import { dnsServer } from "../support/dns-server.ts";
import { rawServer } from "../support/probe-world.ts";
import { soon } from "../support/split.ts";

const within = millis(2_000);

describe("names", () => {
  const zone = {
    "A shop.test": ["10.0.0.1", "10.0.0.2"],
    "AAAA shop.test": ["2001:0db8:0000:0000:0000:0000:0000:0001"],
    "CNAME www.shop.test": ["Edge.shop.test"],
    "TXT shop.test": ["v=spf1 -all", "owner=shop"],
  };
  const look = async (resolver: string, given: Partial<DnsSettings>) => {
    const settings = { name: "shop.test", type: "A" as const, is: null, has: [], resolver, within, ...given };
    return (await dns(settings, soon())).findings.map(({ title }) => title);
  };

  test.each<[string, Partial<DnsSettings>, string[]]>([
    ["all addresses, in any order", { is: ["10.0.0.2", "10.0.0.1"] }, []],
    ["one among them", { has: ["10.0.0.2"] }, []],
    ["another one", { is: ["10.0.0.1"] }, ['leads to "10.0.0.2" too']],
    ["a missing one", { has: ["10.0.0.3"] }, ["does not lead to 10.0.0.3"]],
    ["addresses of version 6", { type: "AAAA", is: ["2001:db8::1"] }, []],
    ["another name, in any case", { name: "www.shop.test", type: "CNAME", is: ["edge.shop.test."] }, []],
    ["texts", { type: "TXT", has: ["owner=shop"] }, []],
    ["a name that is not there", { name: "none.test", is: ["10.0.0.1"] }, ["does not lead to 10.0.0.1"]],
  ])("%s", async (_, given, problems) => {
    await using server = await dnsServer(zone);
    expect(await look(server.resolver, given)).toEqual(problems);
  });

  test.each(["silent.test", "broken.test"])("a resolver that fails tells nothing: %s", async (name) => {
    await using server = await dnsServer(zone);
    const asked = look(server.resolver, { name, is: ["10.0.0.1"], within: millis(300) });
    await expect(asked).rejects.toMatchObject({ code: "PROBE_FAILED" });
  });
});

describe("ports", () => {
  test("R57: only these are open: one that is open besides fails, and so does one that is shut", async () => {
    await using wanted = await rawServer(() => undefined);
    await using stray = await rawServer(() => undefined);
    const shut = await freePort();
    const look = async (open: readonly number[], among: readonly number[]) =>
      (await ports({ host: "127.0.0.1", open, among, within }, soon())).findings.map(({ title }) => title);
    expect(await look([wanted.port], [wanted.port, shut])).toEqual([]);
    expect(await look([wanted.port], [stray.port, shut])).toEqual([`${stray.port} is open and must be shut`]);
    expect(await look([wanted.port, shut], [])).toEqual([`${shut} is shut and must be open`]);
  });

  test("many are tried in a moment; a host that nobody knows, and too little time, tell nothing", async () => {
    await using there = await rawServer(() => undefined);
    const among = Array.from({ length: 2_000 }, (_, i) => 20_000 + i).filter((port) => port !== there.port);
    const many = await ports({ host: "127.0.0.1", open: [there.port], among, within: millis(10_000) }, soon());
    expect(many.figures.checked).toBe(1);
    for (const [host, within] of [
      ["nobody.invalid", 5_000],
      ["127.0.0.1", 1],
    ] as const)
      await expect(ports({ host, open: [1], among, within: millis(within) }, soon())).rejects.toMatchObject({
        code: "PROBE_FAILED",
      });
  });
});

test("whether somebody accepts connections: a refusal is an answer", async () => {
  await using there = await rawServer(() => undefined);
  expect((await tcp({ host: "127.0.0.1", port: there.port, within }, soon())).figures.failed).toBe(0);
  expect((await tcp({ host: "127.0.0.1", port: await freePort(), within }, soon())).figures.failed).toBe(1);
});
