import { expect, test } from "vitest";
import { headgateSchema, processSchema } from "../config/json-schema.ts";
import { allCommands } from "./commands.ts";
import { commandHelp } from "./help.ts";
import { globalOptions } from "./options.ts";
import { parse } from "./parse.ts";

/** A typed line as a shell would take it apart, up to a pipe, a `&&` or a file. */
const wordsOf = (line: string): readonly string[] =>
  (line.split(/ [|&>]/)[0]!.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));

test("the list names every command as its own file does", async () => {
  for (const { name, summary, load } of allCommands) expect(await load()).toMatchObject({ name, summary });
  expect(new Set(allCommands.map(({ name }) => name)).size).toBe(allCommands.length);
});

test("every command has examples, and each of them can be typed as it stands", async () => {
  for (const { load } of allCommands) {
    const command = await load();
    expect(command.examples.length, command.name).toBeGreaterThan(0);
    for (const [line] of command.examples) {
      const [name, ...argv] = wordsOf(line);
      expect(name).toBe(command.name);
      expect(() => parse(command, argv), line).not.toThrow();
    }
  }
});

test("R67: no command, no option and no key of either file offers to skip or to force anything", async () => {
  const names: string[] = [];
  for (const { name, load } of allCommands) names.push(name, ...Object.keys((await load()).options));
  for (const schema of [headgateSchema(), processSchema()])
    names.push(...[...JSON.stringify(schema).matchAll(/"([\w-]+)":/g)].map(([, key]) => key ?? ""));
  expect(names.length).toBeGreaterThan(1_000);
  expect(names.filter((name) => /skip|force|bypass|override|ignore|unsafe|no-check/i.test(name))).toEqual([]);
});

test("help says what a command takes, from the object that runs it", async () => {
  const approve = await allCommands.find(({ name }) => name === "approve")!.load();

  expect(commandHelp(approve, globalOptions)).toMatchInlineSnapshot(`
    "Sign the statement of an approval.

    Usage: headgate approve RELEASE REQUIREMENT [--as ID] [--yes]

    Arguments:
      RELEASE      id of the release, such as shop-1.1.0
      REQUIREMENT  id of the requirement, such as entry.security

    Options:
      --as ID  who acts: an id under people: in headgate.yaml (else HEADGATE_USER)
      --yes    do not ask; needed where nobody can answer
      --json   print JSON
      -C DIR   act as if started in this folder
      --help   print this help

    Examples:
      headgate approve shop-1.1.0 A7 --as cleo        see the statement and what it stands on, then answer y
      headgate approve shop-1.1.0 A7 --as cleo --yes  sign what is shown without being asked
    "
  `);
});
