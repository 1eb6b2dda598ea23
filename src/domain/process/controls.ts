/** Which evidence speaks for which control of which framework, as data: `src/process/controls.yaml`. */
export type Controls = {
  readonly version: string;
  readonly frameworks: readonly Framework[];
  readonly controls: readonly Control[];
};

export type Framework = { readonly id: string; readonly title: string };

export type Control = {
  /** As the framework numbers it, or our own label; unique within its framework. */
  readonly id: string;
  readonly framework: string;
  /** In our own words. */
  readonly topic: string;
  /** Ids of kinds of evidence. */
  readonly evidence: readonly string[];
  readonly rows: readonly string[];
  /** D: the evidence is what the clause asks for of a release; S: it supports it; P: it touches it. */
  readonly fit: "D" | "S" | "P";
  readonly note: string;
};

/** One kind of evidence, and the requirements of this process that show it. */
export type EvidenceKind = {
  readonly id: string;
  readonly title: string;
  readonly shownBy: readonly string[];
};

/** An item of the checklist as people count them: what it comes to is the worst of its requirements. */
export type ChecklistItem = { readonly id: string; readonly title: string; readonly requires: readonly string[] };

/** The part that is for these frameworks. */
export const controlsFor = (all: Controls, frameworks: readonly string[]): Controls => ({
  ...all,
  frameworks: all.frameworks.filter(({ id }) => frameworks.includes(id)),
  controls: all.controls.filter(({ framework }) => frameworks.includes(framework)),
});
