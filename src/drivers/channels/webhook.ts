import { AppError } from "../../errors.ts";
import { signatureOf } from "../../webhook-signature.ts";
import type { ChannelDriver, Delivery } from "../port.ts";
import { oncePerKey } from "./once.ts";

export type WebhookSettings = {
  /** Read anew for each message: either may come from the environment of this process. */
  readonly page: () => string;
  /** As Standard Webhooks write it: `whsec_` and base64; any other text is taken as its bytes. Null: unsigned. */
  readonly secret: () => string | null;
  /** The receiver drops what it has by its id. */
  readonly idempotent: boolean;
  readonly fetch: typeof fetch;
  /** ms since 1970. */
  readonly now: () => number;
};

type Message = Parameters<ChannelDriver["deliver"]>[0];

/**
 * Messages as JSON to a page, signed by HMAC-SHA256 as Standard Webhooks say (webhook-id, -timestamp, -signature). A
 * plain no (4xx) is not delivered. When nobody knows (no answer, 5xx), it rejects, so that the message is sent again
 * with the same id, if the receiver drops repetitions; else it is not delivered, for twice would be worse.
 */
export const webhookChannel = (settings: WebhookSettings): ChannelDriver =>
  oncePerKey({
    name: "webhook",
    async deliver(message, signal) {
      const page = settings.page();
      if (signal.aborted) throw failed(page, signal.reason);
      try {
        return await post(settings, page, message, signal);
      } catch (error) {
        if (settings.idempotent || !mayHaveArrived(error)) throw failed(page, error);
        return { delivered: false, detail: `nobody knows whether it arrived: ${wordsOf(error)}` };
      }
    },
  });

const post = async (
  { secret, fetch, now }: WebhookSettings,
  page: string,
  { key, to, subject, body }: Message,
  signal: AbortSignal,
): Promise<Delivery> => {
  const text = JSON.stringify({ id: key, to, subject, body });
  const at = Math.floor(now() / 1000);
  const signedBy = secret();
  const headers = {
    "content-type": "application/json",
    "idempotency-key": key,
    "webhook-id": key,
    "webhook-timestamp": String(at),
    ...(signedBy === null ? {} : { "webhook-signature": signatureOf(signedBy, key, at, text) }),
  };
  const answer = await fetch(page, { method: "POST", body: text, headers, signal, redirect: "error" });
  const said = `it answered ${answer.status}`;
  if (answer.ok) {
    await answer.body?.cancel();
    return { delivered: true, detail: said };
  }
  const words = (await answer.text().catch(() => "")).replace(/\s+/g, " ").trim().slice(0, 200);
  if (answer.status < 500 && !later.has(answer.status))
    return { delivered: false, detail: words === "" ? said : `${said}: ${words}` };
  throw new Unsettled(said, !later.has(answer.status));
};

const failed = (page: string, error: unknown): AppError => {
  const detail = { driver: "webhook", act: "delivering", problem: wordsOf(error) };
  // An address may hold a token; only where it lies is told.
  const origin = URL.canParse(page) ? new URL(page).origin : "the page";
  return new AppError("DRIVER_FAILED", { ...detail, fix: `Does ${origin} take messages?` }, { cause: error });
};

/** Come back later: what was answered so was not taken. */
const later: ReadonlySet<number> = new Set([408, 425, 429, 503]);

/** An answer that is neither yes nor no. */
class Unsettled extends Error {
  readonly mayHaveArrived: boolean;
  constructor(message: string, mayHaveArrived: boolean) {
    super(message);
    this.name = "Unsettled";
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** Nobody was there: then nothing was told, and telling it again is no repetition. */
const never: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

const mayHaveArrived = (error: unknown): boolean => {
  if (error instanceof Unsettled) return error.mayHaveArrived;
  const { cause } = error as { cause?: { code?: string } };
  return !never.has(cause?.code ?? "");
};

const wordsOf = (error: unknown): string => {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
};
