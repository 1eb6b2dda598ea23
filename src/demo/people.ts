/** The demo's people. Small enough to know by heart, large enough that nobody signs for everything. */
export const people = {
  ada: { name: "Ada Reyes", roles: ["devops-lead"] },
  bo: { name: "Bo Lind", roles: ["sre"] },
  cy: { name: "Cy Adeyemi", roles: ["tech-lead"] },
  di: { name: "Di Moreau", roles: ["product-owner"] },
  ed: { name: "Ed Quist", roles: ["executive-sponsor", "project-manager"] },
  fay: { name: "Fay Okafor", roles: ["qa-lead"] },
  gil: { name: "Gil Sato", roles: ["security-lead", "compliance-officer"] },
} as const;

export type PersonId = keyof typeof people;

/** Who wrote the builds; nobody who signs. */
export const author = "kim@example.test";

/** The person who holds this role. @throws RangeError when nobody does */
export const holderOf = (role: string): PersonId => {
  const found = (Object.keys(people) as PersonId[]).find((id) =>
    (people[id].roles as readonly string[]).includes(role),
  );
  if (found === undefined) throw new RangeError(`nobody of the demo holds ${role}`);
  return found;
};
