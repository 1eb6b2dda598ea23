import type { Argument, Command, Option } from "./command.ts";
import type { Listed } from "./listed.ts";
import { columns } from "./text/columns.ts";

export const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const isOptional = ({ schema }: Argument | Option): boolean => schema.safeParse(undefined).success;

/** `headgate waive RELEASE REQUIREMENT [--grant] …`: what must be there as it is, the rest in brackets. */
export const usageOf = ({ name, args, options }: Command): string =>
  ["headgate", name, ...Object.entries(args).map(placeOf), ...Object.entries(options).map(flagOf)].join(" ");

const bracket = (text: string, part: Argument | Option): string => (isOptional(part) ? `[${text}]` : text);
const placeOf = ([key, part]: readonly [string, Argument]): string => bracket(key.toUpperCase(), part);
const flagOf = ([key, part]: readonly [string, Option]): string =>
  `${bracket(typed(key, part), part)}${part.many ? "…" : ""}`;

const typed = (key: string, { value }: Option): string =>
  `${key.length === 1 ? "-" : "--"}${kebab(key)}${value === null ? "" : ` ${value}`}`;

/** The help of one command, made from the object that also runs it. */
export const commandHelp = (command: Command, everywhere: Readonly<Record<string, Option>>): string => {
  const { summary, args, options, examples } = command;
  return [
    `${summary}.`,
    `Usage: ${usageOf(command)}`,
    section(
      "Arguments",
      Object.entries(args).map(([key, { about }]) => [key.toUpperCase(), about]),
    ),
    section(
      "Options",
      Object.entries({ ...options, ...everywhere }).map(([key, part]) => [optionName(key, part), part.about]),
    ),
    exampleSection(examples),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
};

/** `-C` keeps its letter. */
const optionName = (key: string, part: Option): string =>
  key.length === 1 ? `-${key}${part.value === null ? "" : ` ${part.value}`}` : typed(key, part);

const section = (title: string, rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? "" : [`${title}:`, ...columns(rows).map((line) => `  ${line}`)].join("\n");

/** Beside each other, unless one of them is too long for that: then each explanation stands under its command. */
const exampleSection = (examples: Command["examples"]): string => {
  const rows = examples.map(([words, does]) => [`headgate ${words}`, does] as const);
  return rows.some(([words]) => words.length > 64)
    ? ["Examples:", ...rows.map(([words, does]) => `  ${words}\n      ${does}`)].join("\n")
    : section("Examples", rows);
};

/** The first page: what there is, by what people want. */
export const rootHelp = (groups: readonly { readonly title: string; readonly commands: readonly Listed[] }[]): string =>
  [
    "Headgate takes a validated build to production and can prove how.",
    "Usage: headgate <command> [arguments] [options]",
    ...groups.map(({ title, commands }) =>
      section(
        title,
        commands.map(({ name, summary }) => [name, summary]),
      ),
    ),
    section("Everywhere", [
      ["<command> --help", "what a command takes, with examples"],
      ["--json", "print JSON"],
      ["-C DIR", "act as if started in this folder"],
      ["--version", "print Headgate's version"],
    ]),
    section("Exit codes", [
      ["0", "done; for a question: yes"],
      ["1", "something else went wrong, here or in the world"],
      ["2", "the command was not understood"],
      ["3", "a gate is closed, or somebody else has to act first"],
      ["4", "not allowed now, or not to you"],
      ["5", "headgate.yaml, process.yaml or the build is wrong"],
    ]),
  ]
    .join("\n\n")
    .concat("\n");
