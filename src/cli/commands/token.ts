import type { TokenAnswer } from "../../api/routes/token-routes.ts";
import { type Permission, permissions } from "../../domain/access/permission.ts";
import { instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { accountActor } from "../account-actor.ts";
import { argument, command, option, options } from "../command.ts";
import type { Context } from "../context.ts";
import { as } from "../options.ts";
import { oneOf, optional, orElse, whole, word } from "../reader.ts";
import { onlyHere } from "../remote/local-only.ts";
import { columns } from "../text/columns.ts";
import { showMinute } from "../text/time.ts";

const words = ["list", "make", "revoke"] as const;
const day = 86_400_000;
const scope = oneOf(permissions, `write one of ${permissions.join(", ")}`);

export const token = command({
  name: "token",
  summary: "Make, list and revoke tokens, by which programs and agents come in",
  args: {
    what: argument(orElse(oneOf(words, "write list, make or revoke"), "list"), words.join(", ")),
    id: argument(optional(word), "for make: whose, an agent or yourself; for revoke: id of the token"),
  },
  options: {
    name: option(optional(word), "NAME", "for make: what it is for"),
    scope: options("PERMISSION", "for make: what it may, several times (else see, prepare and operate)"),
    days: option(orElse(whole(1, 365), 90), "N", "for make: how long it is good for, at most 365 (else 90)"),
    as,
  },
  examples: [
    ["token", "all there are; never what they are"],
    ["token make bot --name ci --scope see --scope prepare --days 30", "print a token for the agent bot, once"],
    ["token revoke 3f2a91c04d5e6f708192 --as ada", "it opens nothing any more, at once"],
  ],
  async run({ what, id, name, scope: scopes, days, as }, context) {
    onlyHere(context.io.env, "Keeping tokens");
    const { config } = await context.project();
    await using desk = await context.io.openAccess(await context.home());
    if (what === "list") return list(context, await desk.tokens());
    if (id === undefined) throw missing(what === "make" ? "ACCOUNT" : "TOKEN");
    const by = accountActor(context, as, config.people);
    if (what === "revoke") {
      const revoked = await desk.revokeToken(by, id);
      context.answer({ token: revoked }, () => `The token ${revoked.name} of ${revoked.account} is revoked.`);
      return 0;
    }
    const until = instant(context.io.now() + days * day);
    const asked = { account: id, name: name ?? fail("--name NAME"), scopes: scopesOf(scopes), until };
    const made = await desk.makeToken(by, asked);
    context.answer(
      made,
      () => `${made.text}\nFor ${id}, until ${showMinute(made.token.until)}; it is not shown again.`,
    );
    return 0;
  },
});

const scopesOf = (given: readonly string[]): readonly Permission[] => {
  if (given.length === 0) return ["see", "prepare", "operate"];
  return given.map((one) => {
    const read = scope.safeParse(one);
    if (read.success) return read.data;
    const problem = `--scope ${one}: there is no such permission.`;
    throw new AppError("USAGE", { problem, fix: `Write one of ${permissions.join(", ")}.` });
  });
};

const list = ({ answer }: Context, tokens: readonly TokenAnswer[]): number => {
  const rows = tokens.map((one) => [
    one.id,
    one.account,
    one.name,
    one.scopes.join(" "),
    one.revokedAt === null ? showMinute(one.until) : "revoked",
    one.usedAt === null ? "never" : showMinute(one.usedAt),
  ]);
  const head = ["TOKEN", "ACCOUNT", "NAME", "MAY", "UNTIL", "LAST USED"];
  answer({ tokens }, () => (rows.length === 0 ? "There is no token." : columns([head, ...rows]).join("\n")));
  return 0;
};

const missing = (what: string): AppError =>
  new AppError("USAGE", { problem: `${what} is missing.`, fix: "Examples: headgate token --help" });

const fail = (what: string): never => {
  throw missing(what);
};
