/**
 * What two ways to write one mailbox have in common: `Ada <Ada+shop@Example.test>` and `ada@example.test` are the same
 * person. Too much in common only costs a signature; too little would let somebody approve their own work.
 */
export const addressKey = (written: string): string => {
  const bare = /<([^<>]*)>\s*$/.exec(written)?.[1] ?? written;
  const [local = "", domain = ""] = bare.trim().toLowerCase().split("@");
  return `${local.replace(/\+.*$/, "")}@${domain}`;
};
