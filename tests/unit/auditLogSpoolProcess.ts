import { openSpool, type SpoolRecord } from "@/modules/auditLog/delivery/spool/spool";
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
  /** Lets 6 entries of 300 KB at a time end as dead letters, and says the ids of those that did. */
  bury: async () => {
    for (let round = 0; round < 8; round++) await buryAndSay(6, 300_000);
  },
  /** The same with 3 small ones. */
  buryFew: async () => {
    for (let round = 0; round < 4; round++) await buryAndSay(3, 100);
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

async function buryAndSay(count: number, characters: number): Promise<void> {
  const records = Array.from({ length: count }, () => padded(`${prefix}-${made++}`, characters));
  if ((await spool.append(records)) !== null) return;
  await spool.drain(async (given) => given.map(() => ({ deadLetter: "22P02" })));
  if (spool.stats().waiting === 0) for (const { entry } of records) console.log(entry.id);
}

function padded(id: string, characters: number): SpoolRecord {
  const record = recordOf(id);
  return { ...record, entry: { ...record.entry, metadata: { text: "x".repeat(characters) } } };
}

async function appendAndSay(characters = made % 700): Promise<void> {
  const id = `${prefix}-${made++}`;
  console.log(`${id} ${await spool.append([padded(id, characters)])}`);
}

await modes[mode]?.();
