import { z } from "zod";
import { route } from "../../api/make-route.ts";

const person = z.object({ id: z.string(), name: z.string(), kind: z.enum(["human", "agent"]) });

/** Who a token is of. */
export type Person = z.infer<typeof person>;

/** As much of `GET /api/v1/me` as the command line needs. */
export const me = route({
  name: "me",
  method: "GET",
  path: "/api/v1/me",
  tag: "Access",
  summary: "Who asks",
  needs: "signed in",
  answer: z.object({ person }),
});
