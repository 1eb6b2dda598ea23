/** `exit`: 2 usage, 3 gate closed, 4 not allowed now, 5 configuration, 1 our fault or the world's. `status`: of HTTP. */
export type CatalogueEntry = {
  readonly exit: 1 | 2 | 3 | 4 | 5;
  readonly status: number;
  readonly message: string;
  readonly fix: string;
};
