import type { Instant } from "../units.ts";
import type { DrillRun } from "./drill-run.ts";

/** One store as it stands: the age of its newest backup, and its last drill. */
export type StoreState = {
  readonly name: string;
  readonly ageHours: number;
  /** What the newest backup is called; null when nobody says. */
  readonly backup: string | null;
  readonly drill: DrillRun;
  /** Files have none. */
  readonly hasSchema: boolean;
};

export type BackupSummary = {
  readonly figures: Readonly<Record<string, number>>;
  readonly problems: readonly { readonly store: string; readonly says: string }[];
  readonly texts: Readonly<Record<string, string>>;
};

const rounded = (n: number): number => Math.round(n * 100) / 100;

/** All stores as one: the oldest backup, the oldest drill, and all rows. What one store does not say is not said of all. */
export const sumUp = (stores: readonly StoreState[], now: Instant): BackupSummary => {
  const each = (name: string): readonly (number | undefined)[] => stores.map(({ drill }) => drill.figures[name]);
  const restored = known(each("rowsRestored"));
  const seconds = known(each("restoreSeconds"));
  const damaged = known(each("rowsDamaged"));
  const schemas = known(stores.filter(({ hasSchema }) => hasSchema).map(({ drill }) => drill.figures.schemaMatches));
  return {
    figures: {
      stores: stores.length,
      backupAgeHours: rounded(Math.max(...stores.map(({ ageHours }) => ageHours))),
      restoreAgeDays: rounded(Math.max(0, ...stores.map(({ drill }) => now - drill.at)) / 86_400_000),
      // One store of which nothing came back is not made good by the rows of another.
      ...(restored === null ? {} : { rowsRestored: restored.includes(0) ? 0 : sum(restored) }),
      ...(damaged === null ? {} : { rowsDamaged: sum(damaged) }),
      ...(seconds === null ? {} : { restoreSeconds: rounded(sum(seconds)) }),
      ...(schemas === null ? {} : { schemaMatches: schemas.every((one) => one === 1) ? 1 : 0 }),
    },
    problems: stores.flatMap(({ name, drill }) => drill.problems.map((says) => ({ store: name, says }))),
    texts: {
      drillRunner: [...new Set(stores.map(({ drill }) => drill.by))].join(", "),
      ...Object.fromEntries(stores.map((store) => [`store.${store.name}`, sayStore(store)])),
    },
  };
};

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** Null when one of them is unknown. */
const known = (all: readonly (number | undefined)[]): readonly number[] | null => {
  const there = all.filter((one) => one !== undefined);
  return there.length === all.length ? there : null;
};

/** `backup orders-0200.dump; drill of 2026-11-29T02:10:00.000Z by ada on orders-0100.dump: 1000 rows in 1.2 s`. */
const sayStore = ({ backup, drill: { at, by, figures, texts } }: StoreState): string => {
  const on = texts.backup === undefined ? "" : ` on ${texts.backup}`;
  const compared = texts.comparedWith === undefined ? "" : `, compared with ${texts.comparedWith}`;
  const took = `${figures.rowsRestored ?? 0} rows in ${rounded(figures.restoreSeconds ?? 0)} s${compared}`;
  const drill = `drill of ${new Date(at).toISOString()} by ${by}${on}: ${texts.problem ?? took}`;
  return backup === null ? drill : `backup ${backup}; ${drill}`;
};
