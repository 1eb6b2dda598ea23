import { resolve } from "node:path";
import { actingOn, settle } from "../acting.ts";
import { argument, command } from "../command.ts";
import { as, release, requirement } from "../options.ts";
import { word } from "../reader.ts";

export const file = command({
  name: "file",
  summary: "File a record or a document",
  args: {
    release,
    requirement,
    file: argument(word, "a record as YAML or JSON of its fields, or the document"),
  },
  options: { as },
  examples: [
    ["file shop-1.1.0 staging.demo demo.yaml --as ben", "headgate show tells which fields a record has"],
    ["file shop-1.1.0 documentation.upgrade UPGRADE.md --as ada", "a document"],
  ],
  async run({ release: id, requirement, file, as }, context) {
    const { engine, by } = await actingOn(context, id, as);
    settle(context, await engine.file(id, requirement, resolve(context.folder, file), by));
    return 0;
  },
});
