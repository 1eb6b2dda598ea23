import { signerInWords } from "../release/stand-in.ts";
import { utc } from "../utc.ts";
import type { ValidationEvent } from "./events.ts";

export const describeValidation = (event: ValidationEvent): string => {
  switch (event.type) {
    case "PeriodExtended":
      return `period of ${event.period} extended until ${utc(event.until)} by ${signerInWords(event)}: ${event.reason}`;
    case "FeatureSeen":
      return `${event.feature} ${event.works ? "works" : "does not work"} in production, says ${signerInWords(event)}: ${event.note}`;
  }
};
