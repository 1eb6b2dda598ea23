import { z } from "zod";

/** Pages of ours may not make functions out of text, so that schemas are read as they are. Called before the first one is. */
export const readSchemasAsTheyAre = (): void => {
  z.config({ jitless: true });
};
