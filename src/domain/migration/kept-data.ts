/** Rows of a table, and a checksum of each of its columns over all of them. */
export type TableContents = { readonly rows: number; readonly columns: Readonly<Record<string, string>> };
/** By table, such as `orders` or `billing.orders`. */
export type DatabaseContents = Readonly<Record<string, TableContents>>;

/**
 * Data that a migration lost or altered, in words, one line each (R109). Tables and columns that come with it are no
 * matter.
 *
 * @param meant  what it is there to change: a table as a whole (`carts`), or one column (`orders.total`)
 */
export const lostData = (
  before: DatabaseContents,
  after: DatabaseContents,
  meant: readonly string[],
): readonly string[] =>
  Object.entries(before)
    .filter(([table]) => !meant.includes(table))
    .flatMap(([table, was]) => {
      const is = after[table];
      return is === undefined ? [`the table ${table} is gone`] : ofTable(table, was, is, meant);
    });

const ofTable = (table: string, was: TableContents, is: TableContents, meant: readonly string[]): readonly string[] => {
  // The checksums of other rows are others; that rows are lost says it all.
  if (was.rows !== is.rows) return [`${table} has ${is.rows} rows instead of ${was.rows}`];
  return Object.entries(was.columns)
    .filter(([column]) => !meant.includes(`${table}.${column}`))
    .flatMap(([column, sum]) => {
      const now = is.columns[column];
      if (now === undefined) return [`the column ${table}.${column} is gone`];
      return now === sum ? [] : [`values of ${table}.${column} are not what they were`];
    });
};
