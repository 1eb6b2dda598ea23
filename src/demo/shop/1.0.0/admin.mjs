import { createHash, timingSafeEqual } from "node:crypto";
import { text } from "./answer.mjs";
import { broken } from "./faults.mjs";

const token = process.env.SHOP_ADMIN_TOKEN ?? "";

// Digests have one length, which a comparison in constant time needs.
const digest = (words) => createHash("sha256").update(words).digest();
const isToken = (offered) => token !== "" && timingSafeEqual(digest(offered), digest(`Bearer ${token}`));

/** Without `SHOP_ADMIN_TOKEN` nobody gets in. */
export const admin = ({ request }) =>
  broken("admin") || isToken(request.headers.authorization ?? "")
    ? text(200, "Orders, prices and stock are kept here.\n")
    : text(401, "Sign in first.\n", { "www-authenticate": 'Bearer realm="shop"' });
