import { openSpool } from "@/modules/auditLog/delivery/spool/spool";
import { recordOf } from "./auditLogSpoolSupport";

// A process of its own for the spool's tests. It says on standard output what it was told is kept.

const [mode = "", folder = "", prefix = "entry"] = process.argv.slice(2);
const spool = openSpool({ folder, maxBytes: 2 ** 30, onAlert: () => {} });
let made = 0;

const modes: Record<string, () => Promise<void>> = {
  /** Appends from 20 callers until it is killed. */
  append: async () => {
    await Promise.all(Array.from({ length: 20 }, appendForever));
  },
  /** Appends one after another, the fourth of 8 KB, and says what came of each. */
  fill: async () => {
    for (let count = 0; count < 12; count++) await appendAndSay(count === 3 ? 8_192 : count);
  },
  /** Keeps one entry, and lives. */
  live: async () => {
    await appendAndSay();
    setInterval(() => {}, 1_000);
  },
  /** Ends while appends are under way, as `process.exit()` in a handler does. */
  exit: async () => {
    await appendAndSay();
    void spool.append([recordOf(`${prefix}-cut`)]);
    process.on("exit", () => console.log(`cut ${spool.appendSync([recordOf(`${prefix}-cut`)])}`));
    process.exit();
  },
};

async function appendForever(): Promise<never> {
  for (;;) await appendAndSay();
}

async function appendAndSay(characters = made % 700): Promise<void> {
  const id = `${prefix}-${made++}`;
  const record = recordOf(id);
  const padded = { ...record, entry: { ...record.entry, metadata: { text: "x".repeat(characters) } } };
  console.log(`${id} ${await spool.append([padded])}`);
}

await modes[mode]?.();
