import type { ControlsAnswer } from "../../../api/controls-answer.ts";

type Control = ControlsAnswer["controls"][number];

export const looks = {
  satisfied: { tone: "good", icon: "good" },
  partial: { tone: "doubt", icon: "half" },
  gap: { tone: "bad", icon: "bad" },
  "due later": { tone: "idle", icon: "clock" },
  "not applicable": { tone: "idle", icon: "idle" },
} as const satisfies Record<Control["state"], unknown>;

const order = ["gap", "partial", "due later", "satisfied", "not applicable"] as const;

/** Of one framework: what is not there first. */
export const ofFramework = (controls: readonly Control[], framework: string): readonly Control[] =>
  controls
    .filter((one) => one.framework === framework)
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));

export const fits = {
  D: "the evidence is what the clause asks for",
  S: "the evidence supports it",
  P: "the evidence touches it",
} as const satisfies Record<Control["fit"], string>;
