import { expect, test } from "vitest";
import { acted, fold, openCase } from "../../test/support/case.ts";
import { defaultProcess } from "../../test/support/default-process.ts";
import { began, noticing, openWith } from "../../test/support/notified.ts";
import { turn } from "../../test/support/obey.ts";
import { minutes } from "../../test/support/release.ts";
import { noticesText } from "../cli/text/notices-text.ts";
import { paint } from "../cli/text/paint.ts";
import { millis, plus } from "../domain/units.ts";
import { toNoticesAnswer } from "./to-notices-answer.ts";

test("says who was told, who was given up on, and who waits", () => {
  const held = turn(began(openWith()));
  const about = { notice: "starting", occurrence: "production-deploy-1 started" };
  const one = { type: "RecordNotice", ...about, to: "ada", result: "delivered", detail: "250 OK" } as const;
  const two = { type: "RecordNotice", ...about, to: "cy", result: "refused", detail: "550 nobody" } as const;
  const { release, at } = acted(acted(held, "headgate", one), "headgate", two);

  const { told } = toNoticesAnswer(noticing, release, at);
  expect(told.map(({ to, state }) => [to, state])).toEqual([
    ["ada", "delivered"],
    ["cy", "given up"],
    ["board@example.org", "pending"],
    ["support@example.org", "pending"],
  ]);
});

test("R193: names the audiences that hear nothing, and what to say to them", () => {
  const told = fold(openCase(defaultProcess), [
    { type: "MessageDelivered", at: minutes(2), requirement: "scheduled", to: "board@example.org", detail: "250 OK" },
  ]);
  const quiet = toNoticesAnswer(told.process, told.release, plus(minutes(2), millis(5 * 86_400_000)));
  expect(quiet.quiet).toMatchObject([
    { audience: "stakeholders", says: expect.stringContaining("heard nothing since") },
  ]);
  const text = noticesText(quiet, { paint: paint(false), columns: 120 });
  expect(text).toContain("Quiet: stakeholders were told of 2026-11-24 08:00 UTC, and have heard nothing since");
  expect(text).toContain("headgate reschedule shop-1.1.0 --stands");
  expect(toNoticesAnswer(told.process, told.release, minutes(10)).quiet).toEqual([]);
});
