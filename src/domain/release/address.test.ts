import { describe, expect, test } from "vitest";
import { build, given, openRelease, people, plan } from "../../../test/support/release.ts";
import { addressKey } from "./address.ts";
import { authorsInWords, isAuthor, isSoleAuthor, unknownAuthors } from "./authors.ts";

const written = [
  "ada@example.org",
  "Ada@Example.ORG",
  "ada+shop@example.org",
  "Ada Adler <ada@example.org>",
  "Adler, Ada <ADA+git@example.org> ",
];

const writtenBy = (...authors: string[]) => given(openRelease({ build: { ...build, authors } }));

describe("R200: who is behind a commit's address", () => {
  test.each(written)("%s is ada", (address) => {
    expect(addressKey(address)).toBe("ada@example.org");
    expect(isAuthor(writtenBy(address), "ada")).toBe(true);
    expect(isAuthor(writtenBy(address), "bo")).toBe(false);
  });

  test("an alias of the approver is the approver, however it is written", () => {
    const others = people.map((one) => (one.id === "bo" ? { ...one, emails: [...one.emails, "bo@home.test"] } : one));
    const release = given(
      openRelease({ build: { authors: ["Bo <bo+x@home.test>"] }, plan: { ...plan, people: others } }),
    );
    expect(isAuthor(release, "bo")).toBe(true);
  });

  test("another mailbox is another person", () => {
    expect(isAuthor(writtenBy("ada@example.test", "ada.adler@example.org", "not an address"), "ada")).toBe(false);
  });

  test("what an agent wrote, the person wrote on whose behalf it acts", () => {
    const withBot = people.map((one) => (one.id === "bot" ? { ...one, emails: ["bot@example.org"], for: "di" } : one));
    const release = given(openRelease({ build: { authors: ["bot@example.org"] }, plan: { people: withBot } }));
    expect([isAuthor(release, "di"), isAuthor(release, "ada")]).toEqual([true, false]);
  });

  test("an author whom nobody knows is shown as one, and makes nobody else the second author", () => {
    const release = writtenBy("ada@example.org", "kim@elsewhere.test");
    expect(unknownAuthors(release)).toEqual(["kim@elsewhere.test"]);
    expect(authorsInWords(release)).toBe("ada@example.org is ada; author unknown: kim@elsewhere.test");
    expect(isSoleAuthor(release, "ada")).toBe(true);
    expect(isSoleAuthor(writtenBy("ada@example.org", "bo@example.org"), "ada")).toBe(false);
  });
});
