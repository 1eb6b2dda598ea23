/** Why a path inside a package may not be used; null when it may. The same for what a folder and a zip file name. */
export const pathProblem = (path: string): string | null => {
  if (path === "" || path.includes("\0")) return "is no name";
  if (path.includes("\\")) return "has a backslash; write /";
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return "is an absolute path";
  const parts = path.split("/");
  if (parts.includes("..")) return "leads out of the package";
  return parts.some((part) => part === "" || part === ".") ? "is not written in its shortest form" : null;
};
