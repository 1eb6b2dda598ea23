import type { Looks } from "./conductor/deps.ts";

/** What stands behind each look at the world; loaded with its first use, so that a command that only looks at the journal starts without it. */
export const looks: Looks = {
  tcp: async (...asked) => (await import("./probes/catalogue/tcp.ts")).tcp(...asked),
  databaseShape: async (...asked) => (await import("./probes/postgres/database-shape.ts")).databaseShape(...asked),
  stagingData: async (...asked) => (await import("./probes/personal-data/staging-data.ts")).stagingData(...asked),
  backupAge: async (...asked) => (await import("./probes/backups/backup-age.ts")).backupAge(...asked),
  postgresDrill: async (...asked) => (await import("./probes/backups/postgres-drill.ts")).postgresDrill(...asked),
  filesDrill: async (...asked) => (await import("./probes/backups/files-drill.ts")).filesDrill(...asked),
  backUp: async (...asked) => (await import("./probes/backups/back-up.ts")).backUp(...asked),
};
