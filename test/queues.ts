/** A queue the exchange can run on, as the environment of a world. */
type QueueCase = { name: string; env: () => Record<string, string> };

/** Each worker of the suite has hundred databases of Redis to itself. */
let database = 100 * Number(process.env.TEST_WORKER ?? 0);

/** PostgreSQL always; Redis or Valkey where the suite found one. Every world gets a database of its own there. */
export const queueCases: readonly QueueCase[] = [
  { name: 'PostgreSQL', env: () => ({}) },
  ...(process.env.TEST_REDIS_URL
    ? [
        {
          name: 'Redis',
          env: () => {
            database += 1;
            return { QUEUE_URL: `${process.env.TEST_REDIS_URL}/${database}` };
          },
        },
      ]
    : []),
];
