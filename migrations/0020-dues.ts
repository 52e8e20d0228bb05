import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a sale asks of a provider's earlier ones is found by indexes that hold only the few rows that count. */
export class Dues1764000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create index postings_taken on postings (from_account, order_id)
  where from_account like 'payable:%' and key not like 'transfer:%';
create index transfers_pending on transfers (provider_id) where status = 'pending';
create index transfers_by_bank on transfers (provider_id) where rail = 'bank';
create index reversals_pending on reversals (provider_id) where status = 'pending';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index postings_taken, transfers_pending, transfers_by_bank, reversals_pending');
  }
}
