import type { Report } from "../domain/release/evidence.ts";

/** A report that says nothing; parsers add what they found, so that what is missing stays missing. */
export const blank: Report = {
  figures: {},
  texts: {},
  lists: {},
  findings: [],
  build: null,
  madeAt: null,
  signer: null,
  tool: "",
};
