import { z } from "zod";
import { route } from "../make-route.ts";

/** `headgate.yaml` and the process, as they were read. */
const file = z.record(z.string(), z.unknown());

export const project = route({
  name: "project",
  method: "GET",
  path: "/api/v1/project",
  tag: "Server",
  summary: "The configuration and the process of this server, as its files are now; without values of variables",
  needs: "see",
  answer: z.object({ config: file, process: file }),
  refuses: ["CONFIG_INVALID"],
});
