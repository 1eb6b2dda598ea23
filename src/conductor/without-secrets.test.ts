import { expect, test } from "vitest";
import { longestText } from "../domain/release/bounds.ts";
import { withoutSecrets } from "./without-secrets.ts";

test("what looks like a secret is hidden before it stands in the history for good", () => {
  const note = {
    type: "TakeNote",
    kind: "note",
    text: "it works with password=hunter2 again",
    about: "trigger-1",
  } as const;
  expect(withoutSecrets(note)).toEqual({ ...note, text: "it works with password=[hidden] again" });
  const order = { type: "Pause", reason: "postgres://shop:hunter2@db/orders is full" } as const;
  expect(withoutSecrets({ type: "Order", environment: "production", order })).toEqual({
    type: "Order",
    environment: "production",
    order: { type: "Pause", reason: "postgres://shop:[hidden]@db/orders is full" },
  });
});

test("ids, numbers and what is too long to be kept stay as they are", () => {
  const promote = { type: "Order", environment: "staging", order: { type: "Promote", step: 2 } } as const;
  expect(withoutSecrets(promote)).toEqual(promote);
  const long = { type: "Cancel", reason: "token=".repeat(longestText) } as const;
  expect(withoutSecrets(long)).toEqual(long);
});
