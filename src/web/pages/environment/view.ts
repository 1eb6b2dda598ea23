/** A build by its version, and by as much of its digest as tells two apart. */
export const named = ({ version, digest }: { readonly version: string; readonly digest: string }): string =>
  `${version} (${digest.slice(0, 19)})`;

/** As a route takes it; the server refuses a name that is none. */
export const at = (environment: string) => ({ environment: environment as "production" });
