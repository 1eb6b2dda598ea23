import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CalendarAct } from "../domain/calendar/commands.ts";
import { instant, millis, plus } from "../domain/units.ts";
import type { PersonId } from "./people.ts";
import type { Playing } from "./playing.ts";
import { madeUpCustomers } from "./scene.ts";

/** Something that was not in order when the checklist was looked at, and who sees to it. */
type Mend = {
  readonly who: PersonId;
  readonly does: string;
  /** Changes what the check looks at; nothing else makes it green. */
  readonly act: (play: Playing) => Promise<void>;
};

/** By the check that finds it, as the first release meets them. */
export const mends: Readonly<Record<string, Mend>> = {
  "checklist.parity": {
    who: "cy",
    does: "puts a made-up address in the place of a living person's, in staging",
    act: async ({ scene }) => writeFileSync(join(scene.home, "data/staging/customers.csv"), madeUpCustomers),
  },
  "checklist.monitoring": {
    who: "bo",
    does: "acknowledges the test alert",
    act: async ({ engine, scene }) => {
      const path = join(scene.home, "alerts.jsonl");
      const acknowledged = { acknowledgedAt: new Date(engine.now()).toISOString(), acknowledgedBy: "bo" };
      writeFileSync(path, `${JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...acknowledged })}\n`);
    },
  },
  "checklist.window": {
    who: "ada",
    does: "lifts the freeze, for the stock is counted",
    act: async (play) => {
      const { freezes } = await play.engine.calendarOf(await play.engine.load(play.id));
      for (const { id } of freezes) await onCalendar(play, { type: "LiftFreeze", id, reason: "the stock is counted" });
    },
  },
};

/** Nothing may change in production until somebody lifts it. */
export const freezeProduction = (play: Playing): Promise<void> => {
  const now = play.engine.now();
  return onCalendar(play, {
    type: "DeclareFreeze",
    title: "stock-taking",
    reason: "the warehouse is being counted",
    service: "shop",
    environments: ["production"],
    zone: "Europe/Berlin",
    from: now,
    to: plus(instant(now), millis(6 * 3_600_000)),
  });
};

const onCalendar = async ({ engine, id, signal }: Playing, act: CalendarAct): Promise<void> => {
  const { config, process } = await engine.load(id);
  const by = { kind: "human", id: "ada" } as const;
  const { decision } = await engine.actOnCalendar({ config, process, act, by }, signal);
  if (!decision.ok) throw new Error(`${act.type}: ${decision.refusal.code}`);
};
