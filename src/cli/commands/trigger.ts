import { toTriggersAnswer } from "../../api/to-triggers-answer.ts";
import type { WithoutStamp } from "../../conductor/engine.ts";
import type { SeverityId } from "../../domain/incident/incident.ts";
import type { Release } from "../../domain/release/release.ts";
import { AppError } from "../../errors.ts";
import { actor, settle } from "../acting.ts";
import { argument, command, flag, option } from "../command.ts";
import { importAlerts } from "../import-alerts.ts";
import { needed } from "../missing.ts";
import { as, environment, release } from "../options.ts";
import { anyText, oneOf, optional, orElse } from "../reader.ts";
import { triggerLines } from "../text/incident-text.ts";

const acts = ["raise", "list", "grade", "settle", "import"] as const;

export const trigger = command({
  name: "trigger",
  summary: "Raise, list, grade or settle signs of harm in production, or read alerts",
  args: {
    act: argument(oneOf(acts, `write one of: ${acts.join(", ")}`), acts.join(", ")),
    release,
    trigger: argument(optional(anyText), "id of the trigger, such as trigger-1; for import a file, or - for the input"),
  },
  options: {
    severity: option(
      optional(oneOf(["critical", "high", "medium", "low"], "write critical, high, medium or low")),
      "HOW",
      "how bad it is: critical, high, medium or low",
    ),
    says: option(orElse(anyText, ""), "TEXT", "what was seen"),
    env: option(orElse(environment, "production"), "NAME", "where: production (else this) or staging"),
    key: option(orElse(anyText, ""), "KEY", "the same key is the same trigger, as long as it is open"),
    reason: option(orElse(anyText, ""), "TEXT", "why it is graded or settled so"),
    later: flag("settle it as mended by a later release, and not as gone"),
    as,
  },
  examples: [
    ['trigger raise shop-1.1.0 --severity critical --says "the shop is down" --as cy', "goes back at once"],
    ["trigger list shop-1.1.0", "each with how long it took until somebody decided"],
    ['trigger grade shop-1.1.0 trigger-1 --severity high --reason "it spreads" --as ada', "its clock begins anew"],
    ['trigger settle shop-1.1.0 trigger-1 --reason "a false alarm" --as ada', "it is over"],
    ["trigger import shop-1.1.0 alerts.json --as ada", "what Alertmanager posts to a webhook"],
  ],
  async run({ act, release: id, trigger, as, ...given }, context) {
    const engine = await context.engine();
    const { process, release } = await engine.load(id);
    if (act === "list") {
      const found = toTriggersAnswer({ process, release });
      context.answer(
        found,
        () => triggerLines(release.triggers, found.restored, engine.now()).join("\n") || "There are no triggers.",
      );
      return 0;
    }
    const by = await actor(context, as, release.plan.people);
    if (act === "import") return importAlerts(context, id, by, needed(trigger, "FILE", "trigger"));
    settle(context, await engine.command(id, by, commandOf(act, trigger, given)));
    hint((await engine.load(id)).release, context.say);
    return 0;
  },
});

/** An order alone moves no traffic. */
const hint = ({ id, rollouts }: Release, say: (text: string) => void): void => {
  if (rollouts.some(({ phase }) => phase === "rolling-back"))
    say(`Whoever conducts it brings it back: headgate run ${id}`);
};

type Given = {
  readonly severity: SeverityId | undefined;
  readonly says: string;
  readonly env: "staging" | "production";
  readonly key: string;
  readonly reason: string;
  readonly later: boolean;
};

const commandOf = (
  act: "raise" | "grade" | "settle",
  trigger: string | undefined,
  { severity, says, env, key, reason, later }: Given,
): WithoutStamp => {
  switch (act) {
    case "raise": {
      const told = { severity: severityOf(severity), says: needed(says, "--says TEXT", "trigger") };
      return { type: "RaiseTrigger", source: "person", ...told, environment: env, key };
    }
    case "grade": {
      const id = needed(trigger, "TRIGGER", "trigger");
      return { type: "GradeTrigger", trigger: id, severity: severityOf(severity), reason };
    }
    case "settle": {
      const id = needed(trigger, "TRIGGER", "trigger");
      return { type: "SettleTrigger", trigger: id, how: later ? "mended later" : "cleared", reason };
    }
  }
};

const severityOf = (given: SeverityId | undefined): SeverityId => {
  if (given !== undefined) return given;
  throw new AppError("USAGE", { problem: "--severity HOW is missing.", fix: "Write critical, high, medium or low." });
};
