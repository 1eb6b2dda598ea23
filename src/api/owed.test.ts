import { describe, expect, test } from "vitest";
import { acted, type Case, later, openCase } from "../../test/support/case.ts";
import { defaultProcess } from "../../test/support/default-process.ts";
import { reported } from "../../test/support/obey.ts";
import { inService, people } from "../../test/support/release.ts";
import { fulfilled, started, stateOf, statusOf, walked } from "../../test/support/walk.ts";
import { mineText } from "../cli/text/mine-text.ts";
import { paint } from "../cli/text/paint.ts";
import { owedBy } from "./owed.ts";

const known = (at: Case) => ({ release: at.release, process: at.process, view: statusOf(at) });
const idsOf = (at: Case, person: string) => owedBy(known(at), person).map(({ id }) => id);
const opened = openCase(defaultProcess);
const reads = walked(
  opened,
  (_, { blocking }) => blocking.some(({ id }) => id === "A7"),
  ({ id }) => id === "A7",
);

describe("R18: what one person owes", () => {
  test("is exactly what is open and theirs: the Security Lead's, and none of the Product Owner's", () => {
    const open = statusOf(reads).blocking;
    const theirs = (role: string) => open.filter(({ owner }) => owner === role).map(({ id }) => id);
    expect(idsOf(reads, "fay")).toEqual(theirs("security-lead"));
    expect(idsOf(reads, "fay")).toContain("A7");
    expect(idsOf(reads, "bo")).toEqual(theirs("product-owner"));
    expect(idsOf(reads, "fay").filter((id) => idsOf(reads, "bo").includes(id))).toEqual([]);
    const all = people.flatMap(({ id, kind }) => (kind === "human" ? idsOf(reads, id) : []));
    expect(all.toSorted()).toEqual(open.map(({ id }) => id).toSorted());
  });
  test("stands under the charge of the role, with what is overdue marked", () => {
    const noted = acted(opened, "headgate", { type: "NoteDue" });
    const waiting = {
      ...walked(
        opened,
        (now) => stateOf(now, "A1") === "pass",
        ({ id }) => id === "A4",
      ),
    };
    const due = later(acted(waiting, "headgate", { type: "NoteDue" }), 30);
    expect(noted.release.due).toEqual({});
    const owes = owedBy(known(due), "bo");
    expect(owes.find(({ id }) => id === "A4")).toMatchObject({
      role: "product-owner",
      overdue: true,
      needs: "human:product-owner",
    });
    const role = defaultProcess.roles.find(({ id }) => id === "product-owner")!;
    const text = mineText(
      { name: "Bo Berg", charges: [{ role: role.id, title: role.title, charge: role.charge }], owes },
      { paint: paint(false), columns: 80 },
    );
    expect(text).toMatch(/Product Owner: \d+\n {2}Decides for the users[\s\S]*A4 {2}OVERDUE {2}Schedule/);
    expect(text).toContain("approve shop-1.1.0 A4 --as bo");
  });
  test("with what a deputy may do for somebody else, marked as theirs", () => {
    const plan = {
      ...reads.release.plan,
      people: people.map((one) => (one.id === "fay" ? { ...one, deputies: ["gil"] } : one)),
    };
    const at = { ...reads, release: { ...reads.release, plan } };
    expect(owedBy(known(at), "gil").find(({ id }) => id === "A7")).toMatchObject({
      for: "fay",
      act: "headgate approve shop-1.1.0 A7 --as gil",
    });
  });
  test("with a watch over what runs, for who answers for it and for what is looked at behind it", () => {
    const staged = walked(opened, (_, { stages }) => stages.find(({ id }) => id === "staging")?.state === "open");
    const moving = reported(acted(staged, "ada", started(staged, "staging.drill")), {
      type: "ConfirmHold",
      baseline: inService,
      hold: 1,
    });
    const watching = people.filter(({ id }) => owedBy(known(moving), id).some(({ kind }) => kind === "watch"));
    expect(watching.map(({ id }) => id)).toContain("ada");
    expect(watching.map(({ id }) => id)).not.toContain("hal");
  });
  test("is told to whoever may grant a waiver, and not to who asked", () => {
    const expires = later(opened, 24).at;
    const words = { reason: "r", risk: "r", control: "c", expires };
    const asked = acted(opened, "eli", { type: "RequestWaiver", requirement: "entry.functional", ...words });
    const waivers = (person: string) => owedBy(known(asked), person).filter(({ kind }) => kind === "waiver").length;
    expect([waivers("ada"), waivers("eli"), waivers("bo")]).toEqual([1, 0, 0]);
    expect(stateOf(fulfilled(asked, "entry.functional"), "entry.functional")).toBe("pass");
  });
});
