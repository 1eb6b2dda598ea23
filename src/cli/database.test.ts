import { expect, test } from "vitest";
import { databaseSource, mayHaveKey, variableOf } from "./database.ts";

test.each([
  ["service: shop\n", false],
  ["# database: $SHOP_JOURNAL\n  # database again\n", false],
  ["database: $SHOP_JOURNAL\n", true],
  ["{ service: shop, database: $SHOP_JOURNAL }", true],
  ['"data\\x62ase": $SHOP_JOURNAL', true],
  ["service: shop # and its database", true],
])("%j may have the key: %j", (text, may) => {
  expect(mayHaveKey(text)).toBe(may);
});

test("the variable wins over the file, and says nothing when it is empty", () => {
  const file = { by: "headgate.yaml", written: "$SHOP_JOURNAL" };
  expect(databaseSource("$SHOP_JOURNAL", { HEADGATE_DATABASE_URL: "x" })).toEqual({ by: "HEADGATE_DATABASE_URL" });
  expect(databaseSource("$SHOP_JOURNAL", { HEADGATE_DATABASE_URL: "" })).toEqual(file);
  expect(databaseSource("$SHOP_JOURNAL", {})).toEqual(file);
  expect(databaseSource(undefined, {})).toBeNull();
});

test("a url names no variable", () => {
  expect(variableOf("$SHOP_JOURNAL")).toBe("SHOP_JOURNAL");
  expect(variableOf("postgresql://db.example/h")).toBeNull();
});
