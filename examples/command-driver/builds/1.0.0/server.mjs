import { createServer } from "node:http";

const server = createServer((_, answer) => answer.end("1.0.0\n")).listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => server.close(() => process.exit()));
