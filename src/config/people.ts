import { z } from "zod";
import type { Process } from "../domain/process/process.ts";
import { addressKey } from "../domain/release/address.ts";
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
  deputies: texts.default([]).describe("Ids of people who may act in this person's stead, in every role of theirs."),
  for: text.nullable().default(null).describe("Of an agent: the person on whose behalf it acts; else the owner."),
});

const group = strict({
  people: texts.min(1, { error: "is empty; name one person at least" }).describe("Ids of who belongs to it."),
  roles: texts.min(1, { error: "is empty; name one role at least" }).describe("Roles that each of them holds by it."),
});

export const groups = z.record(name, group).default({}).describe("Roles given to several people at once.");

/** Each person with the roles of their groups; from here on nobody needs to know of groups. */
export const withGroups = (people: readonly Person[], given: z.output<typeof groups>): readonly Person[] =>
  people.map((person) => {
    const byGroup = Object.values(given).flatMap((one) => (one.people.includes(person.id) ? one.roles : []));
    return { ...person, roles: [...new Set([...person.roles, ...byGroup])] };
  });

export const people = z
  .record(name, person)
  .describe("Everybody who takes part, by a short id.")
  .transform((byId): readonly Person[] => Object.entries(byId).map(([id, rest]) => ({ id, ...rest })));

type People = Sound<z.input<typeof people>>;
type Groups = Sound<z.input<typeof groups>>;

export const peopleRules = (
  given: People | undefined,
  process: Process,
  together?: Groups | undefined,
): readonly Complaint[] =>
  given === undefined
    ? []
    : [
        ...roleRules(given, process),
        ...groupRules(given, together ?? {}, process),
        ...standInRules(given),
        ...addressRules(given),
      ];

const roleRules = (given: People, process: Process): readonly Complaint[] =>
  Object.entries(given).flatMap(([id, who]) =>
    (who?.roles ?? []).flatMap((role, i) => roleProblem(["people", id, "roles", i], role, who?.kind, process)),
  );

const roleProblem = (
  path: Path,
  role: string | undefined,
  kind: "human" | "agent" | undefined,
  process: Process,
): readonly Complaint[] => {
  if (role === undefined) return [];
  const known = process.roles.map(({ id }) => id);
  if (!known.includes(role))
    return [{ path, what: `the process has no role "${role}"`, fix: meant(role, known, "roles") }];
  if (kind !== "agent" || !signingRoles(process).has(role)) return [];
  return [{ path, what: `"${role}" signs, which an agent never does`, fix: "give this role to a human" }];
};

const groupRules = (given: People, groups: NonNullable<Groups>, process: Process): readonly Complaint[] =>
  Object.entries(groups).flatMap(([id, one]) => [
    ...(one?.people ?? []).flatMap((who, i) => unknownPerson(["groups", id, "people", i], who, given)),
    ...(one?.roles ?? []).flatMap((role, i) => {
      const path = ["groups", id, "roles", i];
      const isAgent = (one?.people ?? []).some((who) => who !== undefined && given[who]?.kind === "agent");
      return roleProblem(path, role, isAgent ? "agent" : "human", process);
    }),
  ]);

const unknownPerson = (path: Path, id: string | undefined, given: People): readonly Complaint[] =>
  id === undefined || Object.hasOwn(given, id)
    ? []
    : [{ path, what: `nobody is called "${id}"`, fix: meant(id, Object.keys(given), "people") }];

/** Deputies are other humans, and an agent acts for one. */
const standInRules = (given: People): readonly Complaint[] =>
  Object.entries(given).flatMap(([id, who]) => [
    ...(who?.deputies ?? []).flatMap((deputy, i) => {
      const path = ["people", id, "deputies", i];
      if (deputy === id) return [{ path, what: "nobody is their own deputy", fix: "name somebody else" }];
      return [...unknownPerson(path, deputy, given), ...agentProblem(path, deputy, given)];
    }),
    ...(typeof who?.for !== "string" ? [] : delegatorRules(["people", id, "for"], who.for, who.kind, given)),
  ]);

const delegatorRules = (
  path: Path,
  id: string,
  kind: "human" | "agent" | undefined,
  given: People,
): readonly Complaint[] =>
  kind === "agent"
    ? [...unknownPerson(path, id, given), ...agentProblem(path, id, given)]
    : [{ path, what: "only an agent acts for somebody", fix: "remove it, or write kind: agent; see also deputies" }];

const agentProblem = (path: Path, id: string | undefined, given: People): readonly Complaint[] =>
  id !== undefined && given[id]?.kind === "agent"
    ? [{ path, what: `"${id}" is an agent, and a human must answer for this`, fix: "name a human" }]
    : [];

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
    const key = addressKey(address);
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
