import { describe, expect, test } from "vitest";
import { defaultProcess } from "../../test/support/default-process.ts";
import type { Config } from "../config/config.ts";
import { AppError } from "../errors.ts";
import { requireOwner } from "./require-owner.ts";

const person = (id: string, roles: readonly string[], more = {}) => ({
  id,
  name: id,
  email: `${id}@x.org`,
  aliases: [],
  kind: "human",
  roles,
  deputies: [],
  for: null,
  ...more,
});
const config = {
  people: [
    person("ada", ["devops-lead"], { deputies: ["zoe"] }),
    person("bo", ["product-owner"]),
    person("zoe", []),
    person("eve", []),
    person("bot", ["devops-lead"], { kind: "agent" }),
  ],
} as unknown as Config;

const refusal = (id: string, kind: "human" | "agent" = "human"): string => {
  try {
    requireOwner({ config, process: defaultProcess, environment: "production", by: { kind, id } }, "unstick");
    return "";
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

describe("R82, R206: what protects an environment is overruled by who answers for rollouts into it, or their deputy", () => {
  test.each([
    ["ada", ""],
    ["zoe", ""],
    ["bo", "ROLE_MISSING"],
    ["eve", "ROLE_MISSING"],
    ["bot", "AGENT_FORBIDDEN"],
    ["mallory", "UNKNOWN_PERSON"],
  ])("%s → %s", (id, code) => {
    expect(refusal(id)).toBe(code);
  });
});
