/**
 * What every answer carries. Scripts and styles come from this server alone, nobody frames it, and what it answers is
 * kept by nobody in between.
 * @source OWASP Secure Headers Project; ASVS 4.0.3 V14.4
 */
export const securityHeaders = (secure: boolean): Readonly<Record<string, string>> => ({
  "content-security-policy":
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), publickey-credentials-get=(self)",
  "cache-control": "no-store",
  ...(secure ? { "strict-transport-security": "max-age=31536000" } : {}),
});
