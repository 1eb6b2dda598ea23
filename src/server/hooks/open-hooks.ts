import type { WebhookSettings } from "../../config/webhook-settings.ts";
import { AppError } from "../../errors.ts";
import { keyLength } from "../../webhook-signature.ts";

/** A webhook of server.yaml, with its secret at hand. */
export type Hook = Omit<WebhookSettings, "secret"> & { readonly name: string; readonly secret: string };
export type Hooks = ReadonlyMap<string, Hook>;

/** In bytes; the least and the most that Standard Webhooks allow. */
const length = { least: 24, most: 64 };

/** Read once, at the start: a secret that is missing or weak shall stop the server, and not the first alert. @throws AppError `USAGE` */
export const openHooks = (
  webhooks: Readonly<Record<string, WebhookSettings>>,
  secretOf: (name: string) => string,
): Hooks =>
  new Map(
    Object.entries(webhooks).map(([name, hook]) => {
      const secret = secretOf(hook.secret);
      const bytes = keyLength(secret);
      if (bytes !== null && bytes >= length.least && bytes <= length.most) return [name, { ...hook, name, secret }];
      const problem = `${hook.secret}, the secret of the webhook ${name}, is no whsec_ with ${length.least} to ${length.most} bytes in base64.`;
      throw new AppError("USAGE", { problem, fix: "Make one: echo whsec_$(openssl rand -base64 32)" });
    }),
  );
