import { startEmbeddedPostgres } from "@/db/embedded/embeddedPostgres";

// A process that uses an embedded server: tsx tests/setup/embeddedProcess.ts <folder> [<uid>]. It says what
// it got in one line of JSON, and leaves when its input ends.
const [folder = "", uid] = process.argv.slice(2);

if (uid !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
const server = await startEmbeddedPostgres({ folder });
console.log(JSON.stringify({ url: server.url, authSecret: server.authSecret }));

for await (const _ of process.stdin);
console.log(JSON.stringify({ stopped: await server.release() }));
process.exit();
