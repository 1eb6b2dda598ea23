import type { Package } from "../port.ts";
import { openZip, type ZipLimits } from "./open-zip.ts";

/** What a package of reports may hold. */
const limits: ZipLimits = { entries: 10_000, total: 2 * 2 ** 30, links: false };

/** A zip file of reports. @throws AppError `PACKAGE_INVALID` with every problem; `FILE_UNREADABLE` while reading */
export const zipPackage = async (path: string): Promise<Package> => {
  const { read, close } = await openZip(path, limits);
  return { read, close: async () => close() };
};
