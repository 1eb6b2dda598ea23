import type { Config } from "../../config/config.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import { accessPeople } from "./access-person.ts";

/**
 * As headgate.yaml has them now. While it cannot be read nobody comes in, and nobody hears what is wrong with it: who
 * asks is not known.
 */
export const peopleNow =
  (project: () => Promise<{ readonly config: Config }>): AccessDeps["people"] =>
  async () => {
    try {
      return accessPeople((await project()).config);
    } catch (error) {
      throw error instanceof AppError ? new AppError("SERVER_FILES_INVALID", {}, { cause: error }) : error;
    }
  };
