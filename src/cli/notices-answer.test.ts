import { expect, test } from "vitest";
import { acted } from "../../test/support/case.ts";
import { began, noticing, openWith } from "../../test/support/notified.ts";
import { turn } from "../../test/support/obey.ts";
import { noticesAnswer } from "./notices-answer.ts";

test("says who was told, who was given up on, and who waits", () => {
  const held = turn(began(openWith()));
  const about = { notice: "starting", occurrence: "production-deploy-1 started" };
  const one = { type: "RecordNotice", ...about, to: "ada", result: "delivered", detail: "250 OK" } as const;
  const two = { type: "RecordNotice", ...about, to: "cy", result: "refused", detail: "550 nobody" } as const;
  const { release, at } = acted(acted(held, "headgate", one), "headgate", two);

  const { told } = noticesAnswer(noticing, release, at);
  expect(told.map(({ to, state }) => [to, state])).toEqual([
    ["ada", "delivered"],
    ["cy", "given up"],
    ["board@example.org", "pending"],
    ["support@example.org", "pending"],
  ]);
});
