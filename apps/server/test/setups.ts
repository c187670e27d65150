/** What Muster can stand on: SQLite and chDB, PostgreSQL and chDB, one ClickHouse server, three shards. */
export const setups = ['embedded', 'postgres', 'clickhouse', 'cluster'] as const;

export type Setup = (typeof setups)[number];

/** The set-up that `MUSTER_TEST_SETUP` names; without it each suite runs on what it is about. */
export const chosenSetup: Setup | undefined = readSetup(process.env.MUSTER_TEST_SETUP);

function readSetup(name: string | undefined): Setup | undefined {
  if (name === undefined || name === '') return undefined;
  const found = setups.find((setup) => setup === name);
  if (found === undefined)
    throw new Error(`MUSTER_TEST_SETUP must be one of ${setups.join(', ')}.`);
  return found;
}
