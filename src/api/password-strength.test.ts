import { expect, test } from "vitest";
import { passwordStrength } from "./password-strength.ts";

const ada = { id: "ada", name: "Ada Reyes" };

test.each([
  ["", 0, "12 to 128 characters"],
  ["short", 0, "it has fewer than 12 characters"],
  ["Password1234!", 0, "it is among the commonest"],
  ["reyes and the otter", 0, "it contains the account's name"],
  ["tired otters", 1, "it will do; a few words more are better"],
  ["tired otters paddle", 2, "it is good"],
  ["four sparrows on a wire", 3, "it is very good"],
])("%s", (password, level, says) => expect(passwordStrength(password, ada)).toEqual({ level, says }));
