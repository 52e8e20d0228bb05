import assert from 'node:assert/strict';
import { type Cited, citeApa, citeBibtex } from '../../contracts/citation.js';

const cited: Cited = {
  title: 'Mưa & gió 100 % {theo giờ}',
  provider: 'Trung tâm Quan trắc Môi trường Mẫu',
  exchange: 'Datasan',
  // Already the new year in UTC+7.
  publishedAt: '2026-12-31T18:00:00.000Z',
  revision: { id: 'rev_01k9v3m7q2x8r4t6w0y5z1a3bc', number: 3 },
  url: 'https://san.example.vn/datasets/ds_01k9v3m7q2x8r4t6w0y5z1a3bc',
  sha256: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
};

describe('A citation', () => {
  it('names provider, year in UTC+7, title, exact revision and address in APA', () => {
    assert.equal(
      citeApa(cited),
      'Trung tâm Quan trắc Môi trường Mẫu. (2027). Mưa & gió 100 % {theo giờ} (Revision 3; rev_01k9v3m7q2x8r4t6w0y5z1a3bc) [Data set]. Datasan. https://san.example.vn/datasets/ds_01k9v3m7q2x8r4t6w0y5z1a3bc',
    );
  });

  it('is an entry that TeX can read, with what is special escaped', () => {
    const lines = citeBibtex(cited).split('\n');
    assert.equal(lines[0], '@misc{rev_01k9v3m7q2x8r4t6w0y5z1a3bc,');
    assert.equal(lines[2], '  title = {{Mưa \\& gió 100 \\% \\{theo giờ\\}}},');
    assert.equal(lines.at(-2), '  note = {rev\\_01k9v3m7q2x8r4t6w0y5z1a3bc; SHA-256 9f86d081884c7d65}');
    assert.equal(lines.at(-1), '}');
  });
});
