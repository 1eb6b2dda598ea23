import { z } from "zod";
import type { Process } from "../domain/process/process.ts";
import type { Complaint, Path } from "./complaint.ts";
import type { Person } from "./config.ts";
import { asks } from "./explain.ts";
import { meant } from "./nearest.ts";
import type { Sound } from "./sound.ts";
import { name, strict, text, texts } from "./values.ts";

const emailHelp = "write an address such as ada@example.test";
const email = z.string({ error: asks(emailHelp) }).regex(/^[^\s@]+@[^\s@]+$/, { error: asks(emailHelp) });

const person = strict({
  name: text.describe("The name as it stands on approvals."),
  email: email.describe("Where messages go; also says which commits are theirs."),
  aliases: z.array(email).default([]).describe("Other addresses of the same person, as commits name them."),
  kind: z
    .enum(["human", "agent"])
    .default("human")
    .describe("An agent reads, drafts, runs and proposes; it never approves."),
  roles: texts.default([]).describe("Ids of roles of the process. One person may hold several."),
});

export const people = z
  .record(name, person)
  .describe("Everybody who takes part, by a short id.")
  .transform((byId): readonly Person[] => Object.entries(byId).map(([id, rest]) => ({ id, ...rest })));

type People = Sound<z.input<typeof people>>;

export const peopleRules = (given: People | undefined, process: Process): readonly Complaint[] =>
  given === undefined ? [] : [...roleRules(given, process), ...addressRules(given)];

const roleRules = (given: People, process: Process): readonly Complaint[] => {
  const known = process.roles.map(({ id }) => id);
  const signing = signingRoles(process);
  return Object.entries(given).flatMap(([id, who]) =>
    (who?.roles ?? []).flatMap((role, i): readonly Complaint[] => {
      const path = ["people", id, "roles", i];
      if (role === undefined) return [];
      if (!known.includes(role))
        return [{ path, what: `the process has no role "${role}"`, fix: meant(role, known, "roles") }];
      if (who?.kind !== "agent" || !signing.has(role)) return [];
      return [{ path, what: `"${role}" signs, which an agent never does`, fix: "give this role to a human" }];
    }),
  );
};

/** Roles that approve, or that sign a report. */
const signingRoles = ({ requirements }: Process): ReadonlySet<string> =>
  new Set(
    requirements.flatMap((requirement) => {
      if (requirement.kind === "approval") return [requirement.owner];
      return requirement.kind === "check" ? requirement.signers : [];
    }),
  );

/** A commit's address must lead to one person, or duties could not be kept apart. */
const addressRules = (given: People): readonly Complaint[] => {
  const owners = new Map<string, string>();
  const complaints: Complaint[] = [];
  for (const { id, address, path } of Object.entries(given).flatMap(addressesOf)) {
    const key = address.toLowerCase();
    const other = owners.get(key) ?? id;
    if (other === id) owners.set(key, id);
    else
      complaints.push({ path, what: `${address} belongs to ${other} already`, fix: "give each address to one person" });
  }
  return complaints;
};

type Address = { readonly id: string; readonly address: string; readonly path: Path };

const addressesOf = ([id, who]: [string, People[string]]): readonly Address[] => {
  const written = [
    { address: who?.email, path: ["people", id, "email"] },
    ...(who?.aliases ?? []).map((address, i) => ({ address, path: ["people", id, "aliases", i] })),
  ];
  return written.flatMap(({ address, path }) => (address === undefined ? [] : [{ id, address, path }]));
};

/** `owner` and the like: a human among the people. */
export const humanRules = (key: string, id: unknown, given: People | undefined): readonly Complaint[] => {
  if (typeof id !== "string" || given === undefined) return [];
  if (!Object.hasOwn(given, id)) {
    const fix = meant(id, Object.keys(given), "people");
    return [{ path: [key], what: `nobody is called "${id}"`, fix }];
  }
  if (given[id]?.kind !== "agent") return [];
  return [{ path: [key], what: `"${id}" is an agent, and a human must answer for this`, fix: "name a human" }];
};
