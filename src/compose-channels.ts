import { isAbsolute, join } from "node:path";
import type { World } from "./conductor/deps.ts";
import type { Channel } from "./config/channels.ts";
import type { Instant } from "./domain/units.ts";
import type { ChannelDriver } from "./drivers/port.ts";
import { AppError } from "./errors.ts";

/** The ways to send messages, as a configuration names them. Each remembers what it sent for as long as this process lives. */
export const channelsIn = (home: string, now: () => Instant): World["channel"] => {
  const made = new Map<string, ChannelDriver>();
  return ({ channels }, name) => {
    const channel = channels[name];
    if (channel === undefined)
      throw new AppError("DRIVER_FAILED", {
        driver: name,
        act: "sending",
        problem: "there is no such channel",
        fix: "Name it under channels: in headgate.yaml.",
      });
    const key = JSON.stringify(channel);
    const driver = made.get(key) ?? channelOf(channel, home, now);
    made.set(key, driver);
    return driver;
  };
};

/** What speaks to the network is loaded with its first message. */
export const channelOf = (channel: Channel, home: string, now: () => Instant): ChannelDriver => {
  const at = (path: string) => (isAbsolute(path) ? path : join(home, path));
  if ("file" in channel)
    return late("file", async () => (await import("./drivers/channels/file.ts")).fileChannel(at(channel.file)));
  if ("smtp" in channel) {
    const { smtp: server, tls, ca, from, user, password } = channel;
    const login = () =>
      user === null || password === null
        ? null
        : { user: resolved("smtp", user), password: resolved("smtp", password) };
    const settings = { server, tls, ca: ca === null ? null : at(ca), from, login };
    return late("smtp", async () => (await import("./drivers/channels/smtp.ts")).smtpChannel(settings));
  }
  const { webhook, secret, idempotent } = channel;
  const settings = {
    page: () => resolved("webhook", webhook),
    secret: () => (secret === null ? null : resolved("webhook", secret)),
    idempotent,
    fetch,
    now,
  };
  return late("webhook", async () => (await import("./drivers/channels/webhook.ts")).webhookChannel(settings));
};

const late = (name: string, load: () => Promise<ChannelDriver>): ChannelDriver => {
  let loaded: Promise<ChannelDriver> | null = null;
  return {
    name,
    deliver: async (...asked) => {
      loaded ??= load();
      return (await loaded).deliver(...asked);
    },
  };
};

/** `$NAME` stands for a variable of Headgate's own environment, looked up when a message is sent. */
const resolved = (driver: string, written: string): string => {
  if (!written.startsWith("$")) return written;
  const name = written.slice(1);
  const value = process.env[name];
  if (value !== undefined && value !== "") return value;
  const fix = `Set ${name} where headgate runs.`;
  throw new AppError("DRIVER_FAILED", { driver, act: "sending", problem: `the variable ${name} is not set`, fix });
};
