import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { type WebhookSettings, webhookChannel } from "../../src/drivers/channels/webhook.ts";
import { freePort } from "../../src/free-port.ts";
import { signatureOf } from "../../src/webhook-signature.ts";
import { channelContract } from "../contract/channel.ts";
import { soon } from "../support/split.ts";

type Heard = { readonly headers: IncomingHttpHeaders; readonly text: string };
/** A status, or `cut`: it hears everything and hangs up. */
type Say = number | "cut";

const receiver = async (say: (times: number) => Say = () => 204) => {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const text = (await request.toArray()).join("");
    heard.push({ headers: request.headers, text });
    const status = say(heard.length);
    if (status === "cut") request.socket.destroy();
    else response.writeHead(status).end(status < 300 ? undefined : "no such list");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    page: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in?token=t0ken`,
    heard,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const channel = (page: string, settings: Partial<WebhookSettings> = {}) =>
  webhookChannel({
    page: () => page,
    secret: () => null,
    idempotent: true,
    fetch,
    now: () => Date.UTC(2026, 10, 2),
    ...settings,
  });

const message = (key: string) => ({ key, to: "#releases", subject: key, body: "b" });

channelContract("webhook", async () => {
  const there = await receiver();
  return {
    driver: channel(there.page),
    arrived: async () => there.heard.map(({ text }) => (JSON.parse(text) as { subject: string }).subject),
    [Symbol.asyncDispose]: there[Symbol.asyncDispose],
  };
});

test("a message carries its id and a signature that the receiver can check", async () => {
  await using there = await receiver();
  const secret = `whsec_${Buffer.from("a shared secret").toString("base64")}`;
  await channel(there.page, { secret: () => secret }).deliver(message("k"), soon());

  const [{ headers, text }] = there.heard as [Heard];
  expect(JSON.parse(text)).toEqual({ id: "k", to: "#releases", subject: "k", body: "b" });
  expect(headers).toMatchObject({ "webhook-id": "k", "idempotency-key": "k", "webhook-timestamp": "1793577600" });
  expect(headers["webhook-signature"]).toBe(signatureOf(secret, "k", 1_793_577_600, text));
});

test("a plain no is not delivered, with its words, and is not asked again", async () => {
  await using there = await receiver(() => 404);

  expect(await channel(there.page).deliver(message("k"), soon())).toEqual({
    delivered: false,
    detail: "it answered 404: no such list",
  });
  expect(there.heard).toHaveLength(1);
});

test.each<[Say]>([[500], ["cut"]])(
  "nobody knows (%s): sent again with the same id where that is harmless",
  async (say) => {
    await using there = await receiver((times) => (times === 1 ? say : 204));
    const hook = channel(there.page);

    await expect(hook.deliver(message("k"), soon())).rejects.toMatchObject({ code: "DRIVER_FAILED" });
    expect(await hook.deliver(message("k"), soon())).toMatchObject({ delivered: true });
    expect(there.heard.map(({ headers }) => headers["webhook-id"])).toEqual(["k", "k"]);
  },
);

test.each<[Say]>([[500], ["cut"]])("nobody knows (%s): told so where it would be a second message", async (say) => {
  await using there = await receiver(() => say);

  const sent = await channel(there.page, { idempotent: false }).deliver(message("k"), soon());
  expect(sent.delivered).toBe(false);
  expect(sent.detail).toContain("nobody knows whether it arrived");
  expect(there.heard).toHaveLength(1);
});

test("nobody there, or asked to come later: tried again even so, for nothing was told", async () => {
  const port = await freePort();
  await using busy = await receiver(() => 429);

  for (const page of [`http://127.0.0.1:${port}/in?token=t0ken`, busy.page]) {
    const sent = channel(page, { idempotent: false }).deliver(message("k"), soon());
    await expect(sent).rejects.toMatchObject({ code: "DRIVER_FAILED" });
    await sent.catch(({ message: words, fix }) => expect(`${words} ${fix}`).not.toContain("t0ken"));
  }
});
