import type { PersonRef } from "../release/plan.ts";
import type { Release } from "../release/release.ts";
import type { Notice } from "./notice.ts";
import type { Occurrence } from "./occurrences.ts";

/** Addresses of the audience, and ids of people; nobody twice. */
export const recipients = (
  notice: Notice,
  occurrence: Pick<Occurrence, "at" | "wait">,
  release: Release,
): readonly string[] => {
  const { plan } = release;
  const audience = plan.audiences[notice.audience ?? ""] ?? [];
  const named = notice.to.flatMap((name) => whom(name, occurrence, release));
  const reached = new Set([...audience, ...named].map((to) => to.toLowerCase()));
  const isTwice = ({ id, emails }: PersonRef): boolean =>
    reached.has(id.toLowerCase()) && emails.some((email) => reached.has(email));
  const twice = new Set(plan.people.filter(isTwice).map(({ id }) => id));
  return [...new Set([...audience, ...named])].filter((to) => !twice.has(to));
};

const whom = (
  name: string,
  { at, wait }: Pick<Occurrence, "at" | "wait">,
  { plan, told }: Release,
): readonly string[] => {
  const humans = plan.people.filter(({ kind }) => kind === "human");
  const holding = (role: string) => humans.filter(({ roles }) => roles.includes(role)).map(({ id }) => id);
  switch (name) {
    case "everyone":
      return humans.map(({ id }) => id);
    case "owner":
      return [plan.owner];
    case "told":
      return Object.keys(told).filter((to) => told[to]! <= at);
    case "asked": {
      const asked = holding(wait?.role ?? "");
      return asked.length === 0 ? [plan.owner] : asked;
    }
    // Anything else is a role: what the file may say here was checked when it was read.
    default:
      return holding(name);
  }
};
