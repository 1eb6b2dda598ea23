import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { messageId, type SmtpSettings, smtpChannel } from "../../src/drivers/channels/smtp.ts";
import { freePort } from "../../src/free-port.ts";
import { channelContract } from "../contract/channel.ts";
import { folder } from "../support/folder.ts";
import { mailServer } from "../support/mail-server.ts";
import { hasOpenssl, selfSigned } from "../support/self-signed.ts";
import { soon } from "../support/split.ts";

const channel = (port: number, settings: Partial<SmtpSettings> = {}) =>
  smtpChannel({
    server: { host: "127.0.0.1", port },
    tls: "none",
    ca: null,
    from: "releases@shop.example.org",
    login: () => null,
    ...settings,
  });

const message = (key: string, to = "team@example.org") => ({ key, to, subject: key, body: "line 1\n.\nline 3" });
const header = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, "m").exec(text)?.[1]?.trim();

channelContract("smtp", async () => {
  const server = await mailServer();
  return {
    driver: channel(server.port),
    arrived: async () => server.taken.map(({ text }) => header(text, "Subject") ?? ""),
    [Symbol.asyncDispose]: server[Symbol.asyncDispose],
  };
});

test("a mail says from whom, to whom, that a machine wrote it, and which message it is", async () => {
  await using server = await mailServer();
  await channel(server.port).deliver(message("shop-1.1.0/scheduled/é"), soon());

  const [mail] = server.taken;
  expect(mail?.to).toEqual(["team@example.org"]);
  expect(header(mail!.text, "Auto-Submitted")).toBe("auto-generated");
  expect(header(mail!.text, "Message-ID")).toBe(messageId("shop-1.1.0/scheduled/é", "releases@shop.example.org"));
  expect(mail!.text.replaceAll("\r", "")).toContain("line 1\n.\nline 3");
});

test("another process that sends it again gives it the same Message-ID", async () => {
  await using server = await mailServer();
  await channel(server.port).deliver(message("k"), soon());
  await channel(server.port).deliver(message("k"), soon());

  const ids = server.taken.map(({ text }) => header(text, "Message-ID"));
  expect(ids).toEqual([messageId("k", "x@shop.example.org"), messageId("k", "x@shop.example.org")]);
});

test("R48: an address that the server refuses is not delivered, with the server's words", async () => {
  await using server = await mailServer({
    refuse: (to) => (to === "gone@example.org" ? { code: 550, words: "5.1.1 no such person" } : null),
  });
  const mail = channel(server.port);

  expect(await mail.deliver(message("a"), soon())).toMatchObject({ delivered: true });
  const refused = await mail.deliver(message("b", "gone@example.org"), soon());
  expect(refused.delivered).toBe(false);
  expect(refused.detail).toContain("no such person");
});

test("a mail that is refused after its last dot is not delivered either", async () => {
  await using server = await mailServer({ reject: () => ({ code: 554, words: "looks like spam" }) });

  const refused = await channel(server.port).deliver(message("a"), soon());
  expect(refused).toMatchObject({ delivered: false });
  expect(refused.detail).toContain("looks like spam");
});

test("what is refused for now is tried again, and is no bounce", async () => {
  let asked = 0;
  await using server = await mailServer({ refuse: () => (asked++ === 0 ? { code: 450, words: "later" } : null) });
  const mail = channel(server.port);

  await expect(mail.deliver(message("a"), soon())).rejects.toMatchObject({ code: "DRIVER_FAILED" });
  expect(await mail.deliver(message("a"), soon())).toMatchObject({ delivered: true });
});

test("no server there: an error that says which, and no bounce", async () => {
  const port = await freePort();

  const sent = channel(port).deliver(message("a"), soon());
  await expect(sent).rejects.toMatchObject({ code: "DRIVER_FAILED" });
  await sent.catch(({ fix }) => expect(fix).toContain(`127.0.0.1:${port}`));
});

test("a text that looks like a header or a second address stays text", async () => {
  await using server = await mailServer();
  const subject = "hello\r\nBcc: all@example.org";
  await channel(server.port).deliver({ ...message("a"), subject }, soon());

  expect(server.taken[0]?.to).toEqual(["team@example.org"]);
  expect(header(server.taken[0]!.text, "Bcc")).toBeUndefined();
});

describe.skipIf(!hasOpenssl())("with TLS (apt install openssl)", () => {
  const login = { user: "headgate", password: "s3cret-word" };
  const { key, certificate } = hasOpenssl() ? selfSigned() : { key: "", certificate: "" };
  const withTls = (secure: boolean) => mailServer({ login, options: { secure, key, cert: certificate } });

  test.each([
    ["starttls", false],
    ["implicit", true],
  ] as const)("%s: logs in and sends encrypted, by an authority that it was told", async (tls, secure) => {
    await using dir = await folder();
    const ca = join(dir.path, "ca.pem");
    await writeFile(ca, certificate);
    await using server = await withTls(secure);

    const mail = channel(server.port, { tls, ca, login: () => login });
    expect(await mail.deliver(message("a"), soon())).toMatchObject({ delivered: true });
    expect(server.taken.map(({ encrypted }) => encrypted)).toEqual([true]);
  });

  test("a certificate that nobody vouches for is refused, and nothing is said", async () => {
    await using server = await withTls(false);

    const sent = channel(server.port, { tls: "starttls", login: () => login }).deliver(message("a"), soon());
    await expect(sent).rejects.toMatchObject({ code: "DRIVER_FAILED" });
    expect(server.taken).toEqual([]);
  });

  test("a wrong password is our fault and not the recipient's, and stands nowhere", async () => {
    await using dir = await folder();
    const ca = join(dir.path, "ca.pem");
    await writeFile(ca, certificate);
    await using server = await withTls(true);

    const wrong = { user: "headgate", password: "not-the-word" };
    const sent = channel(server.port, { tls: "implicit", ca, login: () => wrong }).deliver(message("a"), soon());
    await expect(sent).rejects.toMatchObject({ code: "DRIVER_FAILED", fix: "Check user and password." });
    await sent.catch((error) => expect(JSON.stringify([error.message, error.fix])).not.toContain("not-the-word"));
  });

  test("a server without TLS gets nothing when TLS was asked for", async () => {
    await using server = await mailServer();

    const sent = channel(server.port, { tls: "starttls" }).deliver(message("a"), soon());
    await expect(sent).rejects.toMatchObject({ code: "DRIVER_FAILED" });
    expect(server.taken).toEqual([]);
  });
});
