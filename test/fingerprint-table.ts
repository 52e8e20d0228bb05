import { DuckDBInstance } from '@duckdb/node-api';
import type { MarkingTerms } from '../contracts/fingerprint.js';
import { verdictOf } from '../server/fingerprint/detecting.js';
import { markedRows, type TypedColumn, votes } from '../server/fingerprint/statements.js';
import { biases, codeword, type Verdict } from '../server/fingerprint/tardos.js';

export const secret = 'a secret of the exchange that nobody else knows';
export const buyers = Array.from({ length: 100 }, (_, at) => `org_${at}`);

/** A table in memory, its copies for buyers, and what a suspect made of them tells. `rows` is any SELECT. */
export async function openCopies(rows: string, terms: MarkingTerms) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const ask = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[];
  const columnsOf = async (name: string): Promise<TypedColumn[]> =>
    (await ask(`describe ${name}`)).map((one) => ({ name: String(one.column_name), type: String(one.column_type) }));
  await ask(`create table original as ${rows}`);
  const columns = await columnsOf('original');
  const p = biases(secret);
  return {
    ask,
    /** Makes the copy of a buyer, as a table with this name. */
    async copy(buyer: string, name: string): Promise<void> {
      await ask(
        `create or replace table ${name} as ${markedRows('original', columns, terms, secret, codeword(secret, buyer, p))}`,
      );
    },
    /** Who is named for a suspect, which is any SELECT over copies. */
    async verdict(suspect: string): Promise<Verdict> {
      await ask(`create or replace table suspect as ${suspect}`);
      const sources = { original: 'original', suspect: 'suspect' };
      const found = await ask(votes(sources, columns, await columnsOf('suspect'), terms, secret));
      const heard = found.map(({ place, ones, zeros }) => ({
        at: Number(place),
        ones: Number(ones),
        zeros: Number(zeros),
      }));
      return verdictOf(secret, buyers, heard);
    },
    close(): void {
      connection.closeSync();
    },
  };
}
