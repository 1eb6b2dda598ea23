/** What is in one table. The checksum does not depend on the order of its rows. */
export type TableSum = { readonly rows: number; readonly checksum: string };

/** What is in a database: its schema's version, and its tables by name. */
export type Contents = { readonly schema: string; readonly tables: Readonly<Record<string, TableSum>> };

/** Rows that came back lost or changed, at least, and where. */
export type Damage = { readonly rows: number; readonly says: readonly string[] };

/**
 * What was restored, against what the backup says was in it. Of a table whose rows are as many and not the same nobody
 * can say which ones changed: all of them count.
 */
export const damageTo = (restored: Contents["tables"], expected: Contents["tables"]): Damage => {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(restored)])].sort();
  const found = names.flatMap((name): readonly { readonly rows: number; readonly says: string }[] => {
    const [is, was] = [restored[name], expected[name]];
    if (was === undefined)
      return [{ rows: 1, says: `${name}: is in the restored database and not in the backup's list` }];
    if (is === undefined)
      return [{ rows: Math.max(1, was.rows), says: `${name}: did not come back; it had ${was.rows} rows` }];
    if (is.rows !== was.rows)
      return [{ rows: Math.abs(is.rows - was.rows), says: `${name}: ${is.rows} rows came back of ${was.rows}` }];
    if (is.checksum === was.checksum) return [];
    return [{ rows: Math.max(1, is.rows), says: `${name}: as many rows came back, and they are not the same` }];
  });
  return { rows: found.reduce((sum, { rows }) => sum + rows, 0), says: found.map(({ says }) => says) };
};

/**
 * What was restored, against the rows that production has now: all that can be said of a backup without a list.
 *
 * @param tolerance  share of production's rows by which they may differ, for production went on meanwhile
 */
export const gapTo = (
  restored: Contents["tables"],
  production: Readonly<Record<string, number>>,
  tolerance: number,
): Damage => {
  const found = Object.entries(production).flatMap(([name, there]) => {
    const is = restored[name]?.rows;
    if (is === undefined)
      return [{ rows: Math.max(1, there), says: `${name}: did not come back; production has ${there} rows` }];
    const gap = Math.abs(is - there);
    return gap <= tolerance * there
      ? []
      : [{ rows: gap, says: `${name}: ${is} rows came back, production has ${there}` }];
  });
  return { rows: found.reduce((sum, { rows }) => sum + rows, 0), says: found.map(({ says }) => says) };
};
