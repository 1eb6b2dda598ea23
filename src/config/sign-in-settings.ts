import { z } from "zod";
import { permissions } from "../domain/access/permission.ts";
import { millis } from "../domain/units.ts";
import { camelKeys } from "./camel-keys.ts";
import { someDuration } from "./duration.ts";
import { strict, text } from "./values.ts";

export const sessions = strict({
  idle: someDuration.default(millis(30 * 60_000)).describe("A session ends so long after its last request; 30m."),
  longest: someDuration.default(millis(12 * 3_600_000)).describe("And so long after sign-in whatever happens; 12h."),
});

const secretHelp = "may be a secret, and files get copied; write $NAME and set that variable where headgate runs";

/** What was written is not repeated: it may be the secret itself. */
export const secretName = z.string({ error: () => secretHelp }).regex(/^\$[A-Za-z_]\w*$/, { error: () => secretHelp });

const issuerHelp = "write the address under which it is discovered, such as https://id.example.com";

const oidc = strict({
  name: text.default("single sign-on").describe("As people know it; it stands on the button."),
  issuer: z
    .url({ protocol: /^https?$/, error: () => `is no address; ${issuerHelp}` })
    .refine(isTrusted, { error: () => "is not encrypted; write https:// (http:// only for this machine)" })
    .describe("Issuer of the OpenID provider."),
  client: text.describe("Client id that the provider knows Headgate by."),
  secret: secretName.describe("$NAME of the variable that holds the client's secret."),
  "groups-claim": text.default("groups").describe("Claim with the groups of whoever signs in."),
  groups: z
    .record(text, z.array(z.enum(permissions)))
    .nullable()
    .default(null)
    .describe("Group → permissions. Once written, who is in none of them may do nothing; administer may come by it."),
}).transform(camelKeys);

function isTrusted(given: string): boolean {
  const url = URL.parse(given);
  return url?.protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(url?.hostname ?? "");
}

export const signIn = strict({
  local: z.boolean().default(true).describe("By a password, one-time codes and passkeys that Headgate keeps."),
  "password-secret": secretName
    .nullable()
    .default(null)
    .describe("$NAME of the variable with a secret of 32 bytes or more that goes into every password's hash."),
  oidc: oidc.nullable().default(null).describe("Single sign-on by OpenID Connect."),
}).transform(camelKeys);

export type OidcSettings = z.output<typeof oidc>;
