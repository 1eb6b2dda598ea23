import { readYear, toFreezesAnswer } from "../../api/to-calendar-answer.ts";
import { zoneOf } from "../../conductor/zone-of.ts";
import type { CalendarAct } from "../../domain/calendar/commands.ts";
import { AppError } from "../../errors.ts";
import { actor } from "../acting.ts";
import { timeIn, timeZone } from "../calendar-time.ts";
import { argument, command, flag, option, options } from "../command.ts";
import type { Context } from "../context.ts";
import { as, environment } from "../options.ts";
import { anyText, oneOf, optional, orElse, word } from "../reader.ts";
import { settleCalendar } from "../settle-calendar.ts";
import { freezeLines } from "../text/calendar-text.ts";

const words = ["list", "add", "lift", "override"] as const;
const acts = oneOf(words, "write list, add, lift or override");
const text = optional(word);

type Given = {
  readonly freeze: string | undefined;
  readonly title: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly zone: string;
  readonly env: readonly ("staging" | "production")[];
  readonly allServices: boolean;
  readonly release: string | undefined;
  readonly reason: string;
};

export const freeze = command({
  name: "freeze",
  summary: "Declare a period in which nothing advances, lift it, or except a release",
  args: {
    what: argument(orElse(acts, "list"), "list, add, lift or override"),
    freeze: argument(text, "for lift and override: id of the freeze, such as F1"),
  },
  options: {
    title: option(text, "TEXT", "for add: what people call it"),
    from: option(text, "TIME", "for add: when it begins, such as 2026-12-20T18:00 (else now)"),
    to: option(text, "TIME", "for add: when it is over; that moment is no part of it"),
    zone: option(
      optional(timeZone),
      "ZONE",
      "in which these times are meant, such as Europe/Berlin (else headgate.yaml's)",
    ),
    env: options("NAME", "staging or production, several times for both (else production)"),
    allServices: flag("for add: every service on this journal"),
    release: option(text, "RELEASE", "for override: the one release that it shall not hold for"),
    reason: option(orElse(anyText, ""), "TEXT", "why; it stands in the history"),
    as,
  },
  examples: [
    ["freeze", "all that hold now or will in the next year"],
    [
      'freeze add --title Christmas --from 2026-12-20 --to 2027-01-02T06:00 --zone Europe/Berlin --reason "nobody is there" --as ada',
      "nothing advances in production then; a rollback always may",
    ],
    ['freeze lift F1 --reason "we are back" --as ada', "what stood still goes on by itself"],
    [
      'freeze override F1 --release shop-1.1.1 --env staging --env production --reason "mends the checkout" --as ada',
      "this release alone may go on, in each of these environments",
    ],
  ],
  async run({ what, as, zone, env, ...rest }, context) {
    const { config, process } = await context.project();
    const engine = await context.engine();
    const given: Given = { ...rest, zone: zone ?? zoneOf(config), env: environmentsOf(env) };
    if (what === "list") return list(context, given.zone);
    const by = await actor(context, as, config.people);
    const act = actOf(what, given, config.service, engine.now());
    settleCalendar(context, await engine.actOnCalendar({ config, process, act, by }, context.io.signal));
    return 0;
  },
});

const list = async (context: Context, zone: string): Promise<number> => {
  const { config } = await context.project();
  const engine = await context.engine();
  const overview = await readYear(engine, config);
  context.answer(
    toFreezesAnswer(overview),
    () => freezeLines(overview, zone).join("\n") || "No freeze holds now or is to come.",
  );
  return 0;
};

const environmentsOf = (given: readonly string[]): Given["env"] => {
  const read = given.map((name) => {
    const known = environment.safeParse(name);
    if (known.success) return known.data;
    throw new AppError("USAGE", {
      problem: `--env ${name}: there is no such environment.`,
      fix: "Write staging or production.",
    });
  });
  return read.length === 0 ? ["production"] : [...new Set(read)];
};

const actOf = (
  what: Exclude<(typeof words)[number], "list">,
  { freeze: id, title, from, to, zone, env: environments, allServices, release, reason }: Given,
  service: string,
  now: ReturnType<Awaited<ReturnType<Context["engine"]>>["now"]>,
): CalendarAct => {
  switch (what) {
    case "add":
      return {
        type: "DeclareFreeze",
        title: title ?? missing("--title TEXT"),
        reason,
        service: allServices ? null : service,
        environments,
        from: from === undefined ? now : timeIn(from, zone, "--from"),
        to: timeIn(to ?? missing("--to TIME"), zone, "--to"),
        zone,
      };
    case "lift":
      return { type: "LiftFreeze", id: id ?? missing("FREEZE"), reason };
    case "override":
      return {
        type: "OverrideFreeze",
        id: id ?? missing("FREEZE"),
        release: release ?? missing("--release RELEASE"),
        environments,
        reason,
      };
  }
};

const missing = (what: string): never => {
  throw new AppError("USAGE", { problem: `${what} is missing.`, fix: "Examples: headgate freeze --help" });
};
