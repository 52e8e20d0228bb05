import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { datasetInput } from '../../contracts/catalogue.js';
import { purposeAllowed } from '../../contracts/licences/policy.js';
import { licenceTemplates } from '../../contracts/licences/templates.js';
import { requestInput } from '../../contracts/ordering.js';
import { mentionsForeignCurrency, pilotScope } from '../../contracts/scheme/pilot-2026.js';
import { checkTaxCode } from '../../contracts/scheme/tax-code.js';
import { type DemoDataset, demoDatasets } from '../../server/demo/catalogue.js';
import { pageOf } from '../../server/demo/listing.js';
import { organisations, purchases } from '../../server/demo/participants.js';

type Resource = {
  path: string;
  licenses?: { name?: string; title?: string; path?: string }[];
  sources?: { title: string; path?: string }[];
  schema?: { fields: { name: string }[] };
};

const packageRoot = fileURLToPath(new URL('../', import.meta.resolve('vega-datasets')));
const datapackage = JSON.parse(readFileSync(join(packageRoot, 'datapackage.json'), 'utf8')) as {
  resources: Resource[];
};

function resourceOf(path: string): Resource {
  const found = datapackage.resources.find((resource) => resource.path === path);
  assert.ok(found, `${path} is described in datapackage.json`);
  return found;
}

/** First line of a CSV, keys of the first record of a JSON array, or the stated schema of anything else. */
function columnsOf(path: string): string[] {
  const file = join(packageRoot, 'data', path);
  if (path.endsWith('.csv')) return (readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? '').split(',');
  if (path.endsWith('.json')) return Object.keys((JSON.parse(readFileSync(file, 'utf8')) as object[])[0] ?? {});
  return resourceOf(path).schema?.fields.map((field) => field.name) ?? [];
}

function everyDataset(check: (dataset: DemoDataset) => void): void {
  for (const dataset of demoDatasets) {
    try {
      check(dataset);
    } catch (error) {
      throw new Error(`${dataset.key}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}

const template = (id: string) => {
  const found = licenceTemplates.find((one) => one.id === id);
  assert.ok(found, `${id} is a licence template`);
  return found;
};

describe('the demo catalogue', () => {
  it('has at least twelve datasets with distinct keys, free and paid, in three formats', () => {
    const paths = demoDatasets.flatMap((dataset) => dataset.files.map((file) => file.path));
    const paid = demoDatasets.filter((dataset) => dataset.offer.priceVnd > 0);
    assert.ok(demoDatasets.length >= 12);
    assert.equal(new Set(demoDatasets.map((dataset) => dataset.key)).size, demoDatasets.length);
    assert.equal(new Set(paths).size, paths.length);
    assert.ok(paid.length >= 6);
    assert.ok(demoDatasets.length - paid.length >= 5);
    assert.ok(paths.includes('flights-3m.parquet'));
    assert.ok(paths.filter((path) => path.endsWith('.json')).length >= 2);
    assert.ok(paths.every((path) => /\.(csv|json|parquet)$/.test(path)));
  });

  it('lists only files that exist', () => {
    everyDataset(({ files }) => {
      for (const { path } of files) assert.ok(existsSync(join(packageRoot, 'data', path)), `${path} exists`);
    });
  });

  it('names the licence and the source that the package states, for every file', () => {
    everyDataset(({ files, provenance }) => {
      const sources = files.flatMap(({ path }) => resourceOf(path).sources ?? []);
      assert.ok(
        sources.some(({ title, path }) => title === provenance.sourceName && path === provenance.sourceUrl),
        `the source is one of ${JSON.stringify(sources)}`,
      );
      for (const { path } of files) {
        const stated = resourceOf(path).licenses ?? [];
        assert.ok(
          stated.some(
            ({ name, title, path: url }) =>
              [name, title].includes(provenance.licenceName) && [url, title].includes(provenance.licenceUrl),
          ),
          `the licence of ${path} is one of ${JSON.stringify(stated)}`,
        );
      }
    });
  });

  it('credits its source, and CC BY by name', () => {
    everyDataset(({ provenance: { credit, licenceName } }) => {
      assert.match(credit, /vega-datasets/);
      if (licenceName.startsWith('Creative Commons Attribution')) assert.match(credit, /CC BY 4\.0/);
    });
  });

  it('adds no restriction to CC BY data, and grants no redistribution where terms are not specified', () => {
    everyDataset(({ provenance: { licenceName }, offer }) => {
      if (licenceName.startsWith('Creative Commons Attribution')) assert.equal(offer.template, 'open');
      if (/Not Explicitly Specified/.test(licenceName)) {
        assert.equal(template(offer.template).policy.redistribution, 'prohibited');
      }
    });
  });

  it('describes exactly the columns that the files have', () => {
    everyDataset(({ files, dictionary }) => {
      const columns = new Set(files.flatMap((file) => columnsOf(file.path)));
      assert.deepEqual(Object.keys(dictionary).sort(), [...columns].sort());
    });
  });

  it('fits the contract of a dataset and of its dictionary', () => {
    everyDataset((dataset) => {
      const { coverage } = dataset;
      datasetInput.parse(pageOf(dataset));
      if (coverage.period) assert.ok(coverage.period.from <= coverage.period.to);
      for (const { unit } of Object.values(dataset.dictionary)) assert.ok((unit ?? '').length <= 50);
    });
  });

  it('describes every dataset in 60 to 120 Vietnamese words and three to six keywords', () => {
    everyDataset(({ descriptionVi, keywords }) => {
      const words = descriptionVi.split(/\s+/).length;
      assert.ok(words >= 60 && words <= 120, `${words} words`);
      assert.ok(keywords.length >= 3 && keywords.length <= 6);
    });
  });

  it('mentions no price in foreign currency', () => {
    everyDataset((dataset) => assert.equal(mentionsForeignCurrency(JSON.stringify(dataset)), false));
  });

  it('makes offers that their licences allow, and uses every licence', () => {
    everyDataset(({ offer }) => {
      const { policy } = template(offer.template);
      assert.ok(Number.isSafeInteger(offer.priceVnd));
      assert.ok(offer.priceVnd === 0 || (offer.priceVnd >= 500_000 && offer.priceVnd <= 45_000_000));
      assert.ok(offer.priceVnd <= pilotScope.maxOrderVnd);
      if (offer.template === 'open') assert.equal(offer.priceVnd, 0);
      for (const purpose of offer.autoApprovePurposes) assert.ok(purposeAllowed(policy, purpose), purpose);
    });
    const used = new Set(demoDatasets.map((dataset) => dataset.offer.template));
    assert.deepEqual([...used].sort(), licenceTemplates.map((one) => one.id).sort());
  });

  it('says of every paid dataset what the price is for, and that the original is free', () => {
    everyDataset(({ offer, provenance }) => {
      if (offer.priceVnd === 0) return;
      assert.match(provenance.statementVi, /bản biên tập.*từ điển dữ liệu tiếng Việt.*miễn phí tại nguồn/);
      assert.match(provenance.statementEn, /edited edition.*Vietnamese data dictionary.*free at its source/);
    });
  });

  it('is provided by verified organisations that are providers', () => {
    everyDataset(({ provider }) => {
      const organisation = organisations.find((one) => one.key === provider);
      assert.equal(organisation?.capabilities.includes('provider'), true);
      assert.equal(organisation?.state, 'verified');
    });
  });
});

describe('the demo participants', () => {
  it('have distinct keys and tax codes that pass the checksum; only the regulator has none', () => {
    const codes = organisations.flatMap(({ taxCode }) => taxCode ?? []);
    for (const code of codes) assert.equal(checkTaxCode(code).ok, true, code);
    assert.equal(new Set(codes).size, codes.length);
    assert.equal(new Set(organisations.map((one) => one.key)).size, organisations.length);
    for (const { taxCode, capabilities } of organisations) {
      assert.equal(taxCode === null, capabilities.includes('regulator'));
    }
  });

  it('are marked as simulated and reachable at example domains only', () => {
    for (const { nameVi, nameEn, members } of organisations) {
      assert.match(nameVi, /\(giả lập\)$/);
      assert.match(nameEn, /\(simulated\)$/);
      for (const { email } of members) assert.match(email, /^[a-z0-9]+@[a-z0-9]+\.example\.vn$/);
    }
  });

  it('have members with distinct addresses, an administrator first, and four eyes at the operator', () => {
    const members = organisations.flatMap((one) => one.members);
    assert.equal(new Set(members.map((one) => one.email)).size, members.length);
    assert.equal(new Set(members.map((one) => one.key)).size, members.length);
    for (const one of organisations) assert.equal(one.members[0].role, 'admin');
    const operators = organisations.filter((one) => one.capabilities.includes('operator'));
    assert.equal(operators.length, 1);
    assert.ok((operators[0]?.members.filter((one) => one.role !== 'viewer').length ?? 0) >= 2);
  });

  it('include one regulator, which is nothing else', () => {
    const regulators = organisations.filter((one) => one.capabilities.includes('regulator'));
    assert.deepEqual(
      regulators.map((one) => one.capabilities),
      [['regulator']],
    );
  });

  it('are given a reason exactly where more is asked of them', () => {
    for (const { state, stateReason } of organisations) {
      assert.equal(stateReason !== undefined, state === 'needs_info');
    }
  });

  it('keep State providers inside the governing body of the exchange', () => {
    for (const { capabilities, legalForm, governingBody } of organisations) {
      if (!capabilities.includes('provider')) continue;
      const ofTheState = legalForm === 'state_body' || legalForm === 'public_unit';
      assert.equal(governingBody, ofTheState ? 'UBND thành phố Mẫu' : undefined);
    }
  });
});

describe('the demo purchases', () => {
  const bought = purchases.map((purchase) => {
    const dataset = demoDatasets.find((one) => one.key === purchase.dataset);
    const buyer = organisations.find((one) => one.key === purchase.buyer);
    assert.ok(dataset && buyer, purchase.key);
    return { purchase, dataset, buyer };
  });

  it('are made by verified buyers from others, for purposes that the licence permits', () => {
    for (const { purchase, dataset, buyer } of bought) {
      assert.ok(buyer.capabilities.includes('buyer') && buyer.state === 'verified', purchase.key);
      assert.notEqual(buyer.key, dataset.provider);
      assert.ok(purposeAllowed(template(dataset.offer.template).policy, purchase.purpose), purchase.key);
    }
  });

  it('state their purpose as a request must', () => {
    const stated = requestInput.pick({ purpose: true, project: true, statement: true });
    for (const { purpose, project, statementVi, statementEn } of purchases) {
      stated.parse({ purpose, project, statement: statementVi });
      stated.parse({ purpose, project, statement: statementEn });
    }
  });

  it('include the three million flights, a free one and a paid one for research', () => {
    assert.ok(bought.length >= 3);
    assert.ok(bought.some(({ dataset }) => dataset.files.some((file) => file.path === 'flights-3m.parquet')));
    assert.ok(bought.some(({ dataset }) => dataset.offer.priceVnd === 0));
    assert.ok(bought.some(({ purchase, dataset }) => purchase.purpose === 'research' && dataset.offer.priceVnd > 0));
  });
});
