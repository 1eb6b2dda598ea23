import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../free-port.ts";
import { type ShopVersion, versions, writeBuild } from "./builds.ts";
import { shopYaml } from "./shop-yaml.ts";

/** Where the demo plays: a folder of its own with a `headgate.yaml`, three builds and the records of its people. */
export type Scene = {
  readonly home: string;
  readonly ports: { readonly staging: number; readonly production: number; readonly payments: number };
  /** Folder of the check scripts. */
  readonly checks: string;
};

export const buildFolder = ({ home }: Scene, version: ShopVersion): string => join(home, "builds", version);

export const setScene = async (): Promise<Scene> => {
  const home = mkdtempSync(join(tmpdir(), "headgate-demo-"));
  const [staging, production, payments] = [await freePort(), await freePort(), await freePort()];
  const scene: Scene = { home, ports: { staging, production, payments }, checks: join(import.meta.dirname, "checks") };
  for (const version of versions) writeBuild(buildFolder(scene, version), version);
  for (const folder of ["data/staging", "data/production", "records", "packages"])
    mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, "data/staging/customers.csv"), madeUpCustomers);
  writeFileSync(join(home, "headgate.yaml"), shopYaml(scene));
  return scene;
};

/** Staging is filled with people who do not exist: their addresses are of a domain that nobody can have. */
export const madeUpCustomers = `id,name,email
1,Kim Carr,kim@example.test
2,Lou Lane,lou@example.test
3,Max Moss,max@example.test
`;

/**
 * What people keep beside the release: rosters, lists, figures. Dated by `now`, in ms. `isReady`: else the checklist will
 * find that a test alert waits for an answer, and a living person among the made-up customers of staging.
 */
export const setTable = (scene: Scene, version: ShopVersion, now: number, isReady: boolean): void => {
  const iso = (ms: number) => new Date(ms).toISOString();
  const [from, to] = [iso(now - 3_600_000), iso(now + 30 * 86_400_000)];
  const put = (path: string, value: unknown) =>
    writeFileSync(join(scene.home, path), `${JSON.stringify(value, null, 2)}\n`);
  put("roster.json", { period: { from, to }, shifts: [{ person: "bo", from, to }] });
  const alert = {
    id: `test-${version}`,
    kind: "test",
    raisedAt: iso(now - 60_000),
    ...(isReady ? { acknowledgedAt: iso(now - 45_000), acknowledgedBy: "bo" } : {}),
  };
  const customers = isReady ? madeUpCustomers : `${madeUpCustomers}4,Ola Brandt,ola.brandt@mill-lane.dev\n`;
  writeFileSync(join(scene.home, "data/staging/customers.csv"), customers);
  writeFileSync(join(scene.home, "alerts.jsonl"), `${JSON.stringify(alert)}\n`);
  put("records/issues.json", [{ id: "SHOP-41", severity: "low", state: "open", decision: "a later release" }]);
  put("records/tickets.json", { daily: [4, 6, 5, 3, 7, 5, 5], since: 0, days: 1 });
  rmSync(join(scene.home, "candidate"), { recursive: true, force: true });
  writeBuild(join(scene.home, "candidate"), version);
};
