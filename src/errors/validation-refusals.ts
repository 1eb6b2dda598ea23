import type { CatalogueEntry } from "./entry.ts";

/** Of the validation period and the rollback window. */
export const validationRefusals = {
  PERIOD_NOT_OVER: {
    exit: 4,
    status: 409,
    message: "{requirement} can be signed when the period is over, at {until}.",
    fix: "Wait; headgate run keeps watch until then.",
  },
  PERIOD_NOT_BEGUN: {
    exit: 4,
    status: 409,
    message: "No period has begun that could be extended.",
    fix: "It begins when all traffic is on the build in production.",
  },
  PERIOD_ONLY_LONGER: {
    exit: 4,
    status: 409,
    message: "{until} is not later than the present end of the period, {end}.",
    fix: "Write a later moment: a period is never shortened; only a rollback ends it early.",
  },
  PERIOD_TOO_LONG: {
    exit: 4,
    status: 409,
    message: "{until} is beyond the longest that the process allows, {most}.",
    fix: "Write an earlier one. A build that is not proven by then goes back: headgate rollback",
  },
  WINDOW_TOO_SHORT: {
    exit: 4,
    status: 409,
    message:
      "The rollback window may be closed at {until} at the earliest, which is the least that the process asks for.",
    fix: "Wait until then; the old build stays ready.",
  },
  WINDOW_ARMED: {
    exit: 4,
    status: 409,
    message: "The way back is still needed: {triggers} is open.",
    fix: "Decide about it first.",
  },
  FEATURE_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "No feature {feature} is left to people. Known: {known}.",
    fix: "Name one of these, or give it manual: ROLE under features: of headgate.yaml.",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
