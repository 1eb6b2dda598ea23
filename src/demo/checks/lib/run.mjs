import { reasonOf } from "./reason.mjs";
import { shopAt } from "./shop.mjs";
import { inTurn } from "./turn.mjs";

/**
 * Runs one script, by its first statement and not awaited there: `look(...arguments)` resolves to the text of its report, which goes to standard output. Exit code 0
 * says that it could look, whatever it saw; 2 that it could not, and then there is no report: no data is no verdict.
 *
 * @param usage  names of the arguments; those in brackets may be left out
 */
export const run = async (usage, look) => {
  const given = process.argv.slice(2);
  // A script opens with its call of `run`; what it declares below that exists one turn later.
  await null;
  const required = usage.filter((name) => !name.startsWith("["));
  try {
    if (given.length < required.length || given.length > usage.length) throw new Error(`arguments: ${usage.join(" ")}`);
    process.stdout.write(`${await look(...given)}\n`);
  } catch (error) {
    process.stderr.write(`could not look: ${reasonOf(error)}\n`);
    process.exitCode = 2;
  }
};

/**
 * The same for a script that asks the running shop, whose address is its first argument: it waits for its turn, and a
 * shop that does not answer at all could not be looked at. `look` gets `{ base, ask }` and the other arguments.
 */
export const runOnShop = (usage, look) =>
  run(["<base url>", ...usage], (base, ...given) =>
    inTurn(base, async () => {
      const ask = shopAt(base);
      await ask("/healthz");
      return await look({ base, ask }, ...given);
    }),
  );
