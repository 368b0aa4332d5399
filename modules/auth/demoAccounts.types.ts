/**
 * The people of the demo data, as data: the sign-in page offers them and the seed makes them. They exist only where
 * `db/seed.ts` has run, and share one password.
 */
export const demoAccounts = [
  { name: "Ana Lindqvist", email: "ana@demo.example", role: "owner of Acme Studio" },
  { name: "Bo Chen", email: "bo@demo.example", role: "administrator of Acme Studio" },
  { name: "Carla Mendes", email: "carla@demo.example", role: "member of Acme Studio" },
  { name: "Erik Nilsen", email: "erik@demo.example", role: "owner of Fjord Labs" },
  { name: "Farah Haddad", email: "farah@demo.example", role: "member of Fjord Labs" },
  { name: "Priya Natarajan", email: "priya@demo.example", role: "platform administrator" },
] as const;

export const demoPassword = "demo-password";
