/** One person for each role of the default process, a deputy, an agent, an auditor who only looks; nothing is run by it. */
export const teamYaml = `service: shop
owner: ada
people:
  ada: { name: Ada Reyes, email: ada@example.test, roles: [devops-lead], deputies: [dan] }
  bo: { name: Bo Lind, email: bo@example.test, roles: [sre] }
  cy: { name: Cy Moss, email: cy@example.test, roles: [tech-lead] }
  dee: { name: Dee Falk, email: dee@example.test, roles: [qa-lead] }
  eve: { name: Eve Ruiz, email: eve@example.test, roles: [security-lead] }
  fay: { name: Fay Chen, email: fay@example.test, roles: [product-owner] }
  gus: { name: Gus Wolf, email: gus@example.test, roles: [project-manager] }
  hal: { name: Hal Ober, email: hal@example.test, roles: [executive-sponsor] }
  ivy: { name: Ivy Marsh, email: ivy@example.test, roles: [compliance-officer] }
  dan: { name: Dan Pohl, email: dan@example.test }
  max: { name: Max Audit, email: max@example.test }
  bot: { name: Release bot, kind: agent, email: bot@example.test, for: ada }
environments:
  staging: { instances: { command: [node, server.mjs] } }
  production: { instances: { command: [node, server.mjs] } }
`;

export const team = {
  roles: ["ada", "bo", "cy", "dee", "eve", "fay", "gus", "hal", "ivy"],
  deputy: "dan",
  auditor: "max",
  agent: "bot",
} as const;
