import type { z } from "zod";
import type { me } from "../../api/routes/me-routes.ts";

type Answer = z.output<Extract<(typeof me)["answer"], z.ZodType>>;

/** Whom the server knows a token as. */
export type Person = Answer["person"];
