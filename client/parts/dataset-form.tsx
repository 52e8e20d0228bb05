import type { FormEvent, ReactNode } from 'react';
import type { DatasetInput, DatasetView } from '../../contracts/catalogue';
import type { ProblemBody } from '../../contracts/problems';
import { Button, Problem, Section } from '../ui/parts';
import { ClassificationFields, readClassification } from './classification-fields';
import { DescriptionFields, readDescription } from './dataset-fields';
import { ProvenanceFields, readProvenance } from './provenance-fields';
import { QualityFields, readQuality } from './quality-fields';

type Props = {
  dataset?: DatasetView;
  problem: ProblemBody | null;
  pending: boolean;
  save: (input: DatasetInput) => void;
  button: ReactNode;
};

/** Everything a provider says about a dataset, in one form. A draft may leave out all but its title. */
export function DatasetForm({ dataset, problem, pending, save, button }: Props) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    save({ ...readQuality(form), ...readClassification(form), ...readProvenance(form), ...readDescription(form) });
  };
  const parts = { dataset, problem };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <DescriptionFields {...parts} />
      <Section title={{ vi: 'Công bố chất lượng', en: 'Quality statement' }}>
        <QualityFields {...parts} />
      </Section>
      <Section title={{ vi: 'Phân loại', en: 'Classification' }}>
        <ClassificationFields {...parts} />
      </Section>
      <Section title={{ vi: 'Nguồn gốc', en: 'Origin' }}>
        <ProvenanceFields {...parts} />
      </Section>
      <Problem problem={problem} />
      <div>
        <Button type="submit" kind="primary" pending={pending}>
          {button}
        </Button>
      </div>
    </form>
  );
}
