import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Transaction certificates: one per order and stage, written once. */
export class Certificates1764000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(certificates);
  }

  async down(): Promise<void> {
    throw new Error('Certificates are not undone: restore a backup instead.');
  }
}

const certificates = `
create table certificates (
  number text not null,
  order_id text not null,
  stage text not null,
  document text not null,
  pdf_sha256 text not null,
  issued_at timestamptz not null,
  constraint certificates_pkey primary key (number),
  constraint certificates_stage unique (order_id, stage),
  constraint certificates_order_id_fkey foreign key (order_id) references orders (id)
);
create trigger certificates_written_once before update or delete on certificates
  for each row execute function refuse_change();
create trigger certificates_not_truncated before truncate on certificates
  for each statement execute function refuse_change();
`;
