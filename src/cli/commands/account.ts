import type { AccountAnswer } from "../../api/routes/account-routes.ts";
import { AppError } from "../../errors.ts";
import type { AccessDesk, AccessLine } from "../access-desk.ts";
import { accountActor } from "../account-actor.ts";
import { argument, command, option } from "../command.ts";
import type { Context } from "../context.ts";
import { as } from "../options.ts";
import { anyText, oneOf, optional, orElse, word } from "../reader.ts";
import { onlyHere } from "../remote/local-only.ts";
import { columns } from "../text/columns.ts";
import { showMinute, showMoment } from "../text/time.ts";

const words = ["list", "history", "invite", "lock", "unlock", "disable"] as const;
type What = Exclude<(typeof words)[number], "list" | "history">;

export const account = command({
  name: "account",
  summary: "Look after the accounts of this server: invite people, lock, unlock and disable",
  args: {
    what: argument(
      orElse(oneOf(words, "write list, history, invite, lock, unlock or disable"), "list"),
      words.join(", "),
    ),
    account: argument(optional(word), "id under people: in headgate.yaml"),
  },
  options: {
    reason: option(orElse(anyText, ""), "TEXT", "for lock and disable: why; it stands in the history"),
    as,
  },
  examples: [
    ["account", "everybody, and by what they come in"],
    ["account history", "every sign-in, lock, token and refusal, with time and person"],
    ["account invite ada", "print a link by which ada sets a password: once, within a day"],
    ['account lock ben --reason "a lost laptop" --as ada', "nobody comes in by it, and its sessions end"],
    ["account unlock ben --as ada", "also after too many wrong passwords"],
    ['account disable ben --reason "left us" --as ada', "its credentials, sessions and tokens are gone"],
  ],
  async run({ what, account: id, reason, as }, context) {
    onlyHere(context.io.env, "Keeping accounts");
    const { config } = await context.project();
    await using desk = await context.io.openAccess(await context.home());
    if (what === "list") return list(context, await desk.accounts());
    if (what === "history") return history(context, await desk.history());
    if (id === undefined) throw missing("ACCOUNT");
    await act(context, desk, { what, id, reason, as, people: config.people });
    return 0;
  },
});

type Given = {
  readonly what: What;
  readonly id: string;
  readonly reason: string;
  readonly as: string | undefined;
  readonly people: Parameters<typeof accountActor>[2];
};

const act = async (context: Context, desk: AccessDesk, { what, id, reason, as, people }: Given): Promise<void> => {
  const by = accountActor(context, as, people);
  const done = (text: string): void => context.answer({ ok: true, account: id }, () => text);
  switch (what) {
    case "invite": {
      const { link, until } = await desk.invite(by, id);
      return context.answer({ account: id, link, until }, () => `${link}\nFor ${id} alone, once, until ${until}.`);
    }
    case "lock":
      await desk.lock(by, id, needed(reason));
      return done(`${id} is locked, and its sessions have ended.`);
    case "unlock":
      await desk.unlock(by, id);
      return done(`${id} is unlocked.`);
    case "disable":
      await desk.disable(by, id, needed(reason));
      return done(`${id} is disabled: no credentials, sessions or tokens are left.`);
  }
};

const list = ({ answer }: Context, accounts: readonly AccountAnswer[]): number => {
  const rows = accounts.map(({ id, name, kind, state, credentials, sessions, tokens, lockedUntil }) => [
    id,
    kind === "agent" ? `${name} (agent)` : name,
    lockedUntil === null ? state : `locked until ${showMinute(lockedUntil)}`,
    credentials.join(", ") || "none",
    String(sessions),
    String(tokens),
  ]);
  const head = ["ACCOUNT", "NAME", "STATE", "COMES IN BY", "SESSIONS", "TOKENS"];
  answer({ accounts }, () => columns([head, ...rows]).join("\n"));
  return 0;
};

const history = ({ answer }: Context, lines: readonly AccessLine[]): number => {
  const text = () => columns(lines.map(({ at, says }) => [showMoment(at), says])).join("\n");
  answer({ lines }, () => (lines.length === 0 ? "Nothing happened yet." : text()));
  return 0;
};

const needed = (reason: string): string => {
  if (reason.trim() === "") throw missing("--reason TEXT");
  return reason;
};

const missing = (what: string): AppError =>
  new AppError("USAGE", { problem: `${what} is missing.`, fix: "Examples: headgate account --help" });
