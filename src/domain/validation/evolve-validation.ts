import type { Release } from "../release/release.ts";
import type { ValidationEvent } from "./events.ts";

type Changed = Partial<Pick<Release, "extensions" | "features" | "asked">>;

export const evolveValidation = (
  { extensions = [], features = {}, asked }: Pick<Release, "extensions" | "features" | "asked">,
  event: ValidationEvent,
): Changed => {
  switch (event.type) {
    case "PeriodExtended": {
      const { period, until, reason, by, at } = event;
      return { extensions: [...extensions, { period, until, reason, by, at }] };
    }
    case "FeatureSeen": {
      const { feature, asks, works, note, by, at } = event;
      return {
        features: { ...features, [feature]: { works, note, by, at } },
        asked: { ...asked, ...Object.fromEntries(asks.map((id) => [id, at])) },
      };
    }
  }
};
