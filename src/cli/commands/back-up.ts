import { resolve } from "node:path";
import { z } from "zod";
import { actor } from "../acting.ts";
import { argument, command } from "../command.ts";
import { as } from "../options.ts";
import { onlyHere } from "../remote/local-only.ts";

export const backUp = command({
  name: "back-up",
  summary: "Dump a store's database, with the list of what is in it beside the dump",
  args: {
    store: argument(z.string().min(1), "name of a store under backups: in headgate.yaml"),
    file: argument(z.string().min(1), "where the dump goes; the list is <file>.manifest.json"),
  },
  options: { as },
  examples: [["back-up orders backups/orders-1.dump --as cy", "by pg_dump; dump and list are of one moment"]],
  async run({ store, file, as }, context) {
    onlyHere(context.io.env, "A backup");
    const { config } = await context.project();
    const by = await actor(context, as, config.people);
    const engine = await context.engine();
    const request = { config, store, by, file: resolve(context.folder, file) };
    const { figures, texts } = await engine.backUp(request, context.io.signal);
    context.answer(
      { store, ...figures, ...texts },
      () => `${file}: ${figures.rows} rows of ${figures.tables} tables, schema ${texts?.schema}`,
    );
    return 0;
  },
});
