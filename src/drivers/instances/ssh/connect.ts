import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect as connectTcp, type Socket } from "node:net";
import ssh2, { type Client } from "ssh2"; // the package is CommonJS: Node finds only some of its names
import { HostFailed } from "./failures.ts";
import { fingerprintOf, isKeyOf, kindOf } from "./fingerprint.ts";
import type { SshHost } from "./settings.ts";

/** ms until a host that does not answer counts as cut. */
const reachWithin = 5_000;
/** ms to prove who is who; a busy host that is there may take its time. */
const signInWithin = 15_000;
/** ms between two signs of life, and how many may be missing: a cut host is known after 8 s, whatever is going on. */
const keepalive = { keepaliveInterval: 2_000, keepaliveCountMax: 3 };

/**
 * Sign in to a host: with this key and in no other way, and only once the host's own key was compared. Neither the
 * agent of whoever runs Headgate is asked, nor is it lent to the host.
 *
 * @param path file with the private key
 */
export const connect = async (host: SshHost, path: string): Promise<Client> => {
  const key = await keyIn(path).catch((error: Error) => {
    throw new HostFailed(host, `the key ${path} cannot be read: ${error.message}`, error);
  });
  const sock = await reach(host);
  const client = new ssh2.Client();
  const { promise, resolve, reject } = Promise.withResolvers<Client>();
  let stranger: string | null = null;
  const fail = (problem: string, cause?: unknown) => reject(new HostFailed(host, stranger ?? problem, cause));
  client.once("ready", () => resolve(client));
  // Stays for the life of the connection: an error without a listener would end Headgate. Commands learn of it by `close`.
  client.on("error", (error) => fail(wordsOf(error), error));
  client.once("close", () => fail("the connection was closed before it was made"));
  client.connect({
    sock,
    username: host.user,
    privateKey: key,
    authHandler: ["publickey"], // and nothing else
    agentForward: false,
    readyTimeout: signInWithin,
    ...keepalive,
    hostVerifier: (given: Buffer): boolean => {
      if (isKeyOf(given, host.fingerprint)) return true;
      stranger = `its key is ${fingerprintOf(given)} (${kindOf(given)}), not ${host.fingerprint}: nothing was sent`;
      return false;
    },
  });
  return await promise.catch((error: unknown) => {
    client.destroy();
    throw error;
  });
};

const reach = async (host: SshHost): Promise<Socket> => {
  const socket = connectTcp({ host: host.host, port: host.port, noDelay: true });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(reachWithin) });
    return socket;
  } catch (error) {
    socket.on("error", () => {}).destroy();
    const late = (error as Error).name === "AbortError";
    throw new HostFailed(
      host,
      late ? `cannot be reached: no answer in ${reachWithin} ms` : wordsOf(error as Error),
      error,
    );
  }
};

const keyIn = async (path: string): Promise<Buffer> => {
  const key = await readFile(path);
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed; // ssh2 would go on without it and be turned away
  return key;
};

const wordsOf = (error: Error & { level?: string; code?: string }): string => {
  if (error.level === "client-timeout") return `cannot be reached: it let nobody in within ${signInWithin} ms`;
  if (error.level === "client-authentication") return "it does not let this key in";
  return `cannot be reached: ${error.message || error.code || "the connection failed"}`;
};
