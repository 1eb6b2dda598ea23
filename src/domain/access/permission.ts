/** What somebody may do here at all. Roles and duties of a release come after, and are judged at the act itself. */
export const permissions = ["see", "prepare", "operate", "approve", "administer"] as const;
export type Permission = (typeof permissions)[number];
