import type { Step } from "./step.ts";

/** A step as its strategy draws it, before the environment's own pace and deadlines. */
export type Draft = Omit<Step, "deadline">;

/** What most steps have in common. */
export const bare = { cohort: null, closed: false, late: "roll back" } as const;
