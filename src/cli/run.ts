import { resolve } from "node:path";
import { nearest } from "../config/nearest.ts";
import { AppError } from "../errors.ts";
import { allCommands, groups } from "./commands.ts";
import type { Io } from "./io.ts";
import { tell } from "./tell.ts";

/**
 * One call of the command line: words → a command → calls of the engine → text or JSON.
 *
 * @param argv  what was typed after `headgate`
 * @returns     the exit code: 0 done, 2 usage, 3 a gate is closed, 4 not allowed now, 5 configuration, 1 anything else.
 *              Never rejects: errors are printed on `io.err`, what happened and then what to do.
 */
export const runCli = async (argv: readonly string[], io: Io): Promise<number> => {
  try {
    // A terminal that does not know its width says 0.
    return await dispatch(argv, io.columns >= 20 ? io : { ...io, columns: 80 });
  } catch (error) {
    return tell(error, argv.includes("--json"), io);
  }
};

const dispatch = async (argv: readonly string[], io: Io): Promise<number> => {
  const { before, name, rest } = split(argv);
  if (name === undefined || name === "help") return help(rest[0], before, io);
  const listed = allCommands.find((one) => one.name === name);
  if (listed === undefined) throw unknownCommand(name);
  const command = await listed.load();
  const { parse } = await import("./parse.ts");
  const parsed = parse(command, [...before, ...rest]);
  if (parsed.help) return printHelp(name, io);
  const { openContext } = await import("./context.ts");
  await using context = openContext(io, resolve(io.cwd, parsed.folder ?? "."), parsed.json);
  return await command.run(parsed.given, context);
};

/** As with git, `-C DIR` may stand before the command's name. */
const split = (argv: readonly string[]) => {
  const at = argv.findIndex((word, i) => !word.startsWith("-") && argv[i - 1] !== "-C");
  return at === -1
    ? { before: argv, name: undefined, rest: [] }
    : { before: argv.slice(0, at), name: argv[at], rest: argv.slice(at + 1) };
};

const help = async (name: string | undefined, before: readonly string[], io: Io): Promise<number> => {
  if (name !== undefined) return printHelp(name, io);
  if (before.includes("--version")) {
    io.out(`headgate ${io.version}\n`);
    return 0;
  }
  const strange = before.find((word, i) => !["--help", "-h", "--json", "-C"].includes(word) && before[i - 1] !== "-C");
  if (strange !== undefined)
    throw new AppError("USAGE", { problem: `headgate has no option ${strange}.`, fix: "See: headgate --help" });
  io.out((await import("./help.ts")).rootHelp(groups));
  return 0;
};

const printHelp = async (name: string, io: Io): Promise<number> => {
  const command = await allCommands.find((one) => one.name === name)?.load();
  if (command === undefined) throw unknownCommand(name);
  const { commandHelp } = await import("./help.ts");
  const { globalOptions } = await import("./options.ts");
  io.out(commandHelp(command, globalOptions));
  return 0;
};

const unknownCommand = (name: string): AppError => {
  const guess = nearest(
    name,
    allCommands.map((one) => one.name),
  );
  const fix = guess === null ? "See them all: headgate --help" : `Did you mean headgate ${guess}?`;
  return new AppError("USAGE", { problem: `There is no command ${name}.`, fix });
};
