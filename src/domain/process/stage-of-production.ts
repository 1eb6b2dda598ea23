import type { Process } from "./process.ts";

/** The stage that brings the build to users, by whatever name; "" where none does. */
export const stageOfProduction = ({ requirements }: Pick<Process, "requirements">): string =>
  requirements.find((one) => one.kind === "rollout" && one.environment === "production")?.stage ?? "";
