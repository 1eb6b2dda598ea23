import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instant, millis } from "../../src/domain/units.ts";
import { freePort } from "../../src/free-port.ts";
import { type CertificateSettings, certificate } from "../../src/probes/catalogue/certificate.ts";
import { http } from "../../src/probes/catalogue/http.ts";
import { authority, hasOpenssl, type Pair, signedBy } from "../support/certificates.ts";
import { folder } from "../support/folder.ts";
import { httpSettings, rawServer, securePage } from "../support/probe-world.ts";
import { soon } from "../support/split.ts";

const day = 86_400_000;

describe.runIf(hasOpenssl)("certificates of a real TLS server", () => {
  let dir: Awaited<ReturnType<typeof folder>>;
  let [ours, stranger] = ["", ""];
  let good: Pair;
  beforeAll(async () => {
    dir = await folder();
    [ours, stranger] = [authority(dir.path, "ours"), authority(dir.path, "stranger")];
    good = signedBy(dir.path, "ours", "shop.test", 90);
  });
  afterAll(() => dir[Symbol.asyncDispose]());

  const settings = (port: number, given: Partial<CertificateSettings> = {}): CertificateSettings => ({
    host: "127.0.0.1",
    port,
    name: "shop.test",
    days: 14,
    ca: ours,
    tls: "TLSv1.2",
    now: instant(Date.now()),
    within: millis(3_000),
    ...given,
  });
  const serve = (options: object = {}) => securePage({ ...good, ...options }, (_, answer) => answer.end("hello"));
  const titles = async (port: number, given: Partial<CertificateSettings> = {}) =>
    (await certificate(settings(port, given), soon())).findings.map(({ title }) => title);

  test("one that is right passes and says how long it holds", async () => {
    await using there = await serve();
    const { figures, findings } = await certificate(settings(there.port), soon());
    expect(findings).toEqual([]);
    expect(figures).toEqual({ checked: 1, failed: 0, daysLeft: 89 });
  });

  test("R57: one that ends soon, that has ended, or that is for somebody else or of a stranger, fails", async () => {
    await using there = await serve();
    expect((await titles(there.port, { days: 89 }))[0]).toMatch(/^ends on .*, in 89 days; more than 89 are asked for$/);
    expect((await titles(there.port, { now: instant(Date.now() + 100 * day) }))[0]).toMatch(/in -11 days/);
    expect((await titles(there.port, { now: instant(Date.now() - 2 * day) }))[0]).toMatch(/^is valid from .* only$/);
    expect(await titles(there.port, { name: "bank.test" })).toEqual(['is not for bank.test but for "DNS:shop.test"']);
    expect((await titles(there.port, { ca: stranger }))[0]).toMatch(/^nobody who is trusted vouches for it \(/);
    expect((await titles(there.port, { ca: null }))[0]).toMatch(/^nobody who is trusted/);
  });

  test("R57: a server that also speaks an older TLS is found, though it speaks a newer one with everybody who can", async () => {
    await using there = await serve({ minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" });
    expect(await titles(there.port)).toEqual(["also speaks TLSv1.1; TLSv1.2 is the least allowed"]);
    expect(await titles(there.port, { tls: "TLSv1.3" })).toEqual(["also speaks TLSv1.2; TLSv1.3 is the least allowed"]);
    await using strict = await serve({ minVersion: "TLSv1.3" });
    expect(await titles(strict.port, { tls: "TLSv1.3" })).toEqual([]);
  });

  test("no TLS, silence and nobody there are answers", async () => {
    await using plain = await rawServer((socket) => socket.end("hello\n"));
    await using silent = await rawServer(() => undefined);
    expect((await titles(plain.port))[0]).toMatch(/wrong version number|closed before the handshake|disconnected/);
    expect(await titles(silent.port, { within: millis(200) })).toEqual(["no handshake within 200 ms"]);
    expect((await titles(await freePort()))[0]).toMatch(/ECONNREFUSED/);
  });

  test("a page over TLS is believed by the given authority alone, and its protocol is known", async () => {
    const local = signedBy(dir.path, "ours", "localhost", 30);
    await using there = await securePage({ ...local, maxVersion: "TLSv1.2" }, (_, answer) => answer.end("hello"));
    const look = async (given: object) =>
      (await http(httpSettings({ url: `https://localhost:${there.port}`, ca: ours, ...given }), soon())).findings.map(
        ({ title }) => title,
      );
    expect(await look({ tls: "TLSv1.2", contains: "hello" })).toEqual([]);
    expect(await look({ tls: "TLSv1.3" })).toEqual(["spoke TLSv1.2; it must be TLSv1.3 at least"]);
    expect((await look({ ca: stranger }))[0]).toMatch(/certificate/);
    expect((await look({ ca: null }))[0]).toMatch(/certificate/);
  });
});
