import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bilingual } from '../../contracts/common.js';
import { describePolicy, type LicencePolicy } from '../../contracts/licences/policy.js';
import { licenceTemplates } from '../../contracts/licences/templates.js';
import type { LicenceId, LicenceSummary, LicenceView } from '../../contracts/licensing.js';
import { projectRoot } from '../kernel/project.js';

type Template = (typeof licenceTemplates)[number];

const texts = new Map<string, Bilingual>(
  licenceTemplates.map((template) => [template.id, { vi: read(template.text.vi), en: read(template.text.en) }]),
);

function read(file: string): string {
  return readFileSync(join(projectRoot, 'contracts', 'licences', file), 'utf8').normalize('NFC');
}

/** The template with this id. */
export function template(id: LicenceId): Template {
  const found = licenceTemplates.find((one) => one.id === id);
  if (!found) throw new Error(`There is no licence template ${id}.`);
  return found;
}

/** The template's whole text in Markdown, with its placeholders. */
export function templateText(id: LicenceId): Bilingual {
  const text = texts.get(id);
  if (!text) throw new Error(`The licence template ${id} has no text.`);
  return text;
}

/** A template, with the policy of an offer under it where that differs (its duration). */
export function licenceSummary(id: LicenceId, policy?: LicencePolicy): LicenceSummary {
  const { version, title, summary, policy: own } = template(id);
  const rules = policy ?? own;
  return {
    id,
    version,
    title,
    summary,
    policy: rules,
    rules: { vi: [...describePolicy(rules, 'vi')], en: [...describePolicy(rules, 'en')] },
  };
}

export function licenceView(id: LicenceId): LicenceView {
  return { ...licenceSummary(id), text: templateText(id) };
}
