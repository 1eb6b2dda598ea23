import { afterAll, beforeAll, describe } from "vitest";
import { hasPostgres, type PostgresServer, postgres } from "../support/postgres.ts";
import { startService } from "../support/service.ts";
import { startHeadgateWith } from "../support/start-headgate.ts";
import { replicaCases } from "./replica-cases.ts";

describe.skipIf(!hasPostgres)("on a real PostgreSQL (apt install postgresql)", () => {
  let server: PostgresServer;
  /** By the folder of the service that is on it. */
  const urls = new Map<string, string>();
  beforeAll(async () => {
    server = await postgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  replicaCases("PostgreSQL", {
    open: async (setup) => {
      const { url } = await server.database();
      const service = await startService({ ...setup, database: url });
      urls.set(service.shell.path, url);
      return service;
    },
    conduct: ({ shell: { path } }) => startHeadgateWith({ HEADGATE_DATABASE_URL: urls.get(path)! }, path, "conduct"),
    // A client that is stopped holds no lock there: each append is one statement.
    suspend: (_, replica) => replica.signal("SIGSTOP"),
  });
});
