import { useT } from '../i18n';
import { More } from '../parts/more';
import { OverrideList } from '../parts/override-list';
import { Empty, PageHead } from '../ui/parts';

export default function OverridesPage() {
  const t = useT();
  return (
    <>
      <PageHead
        title={t({ vi: 'Phát hiện bị phản bác', en: 'Contested findings' })}
        lead={t({
          vi: 'Không ai một mình bỏ qua được quy định: một người đề nghị, người khác quyết định, cả hai nêu lý do.',
          en: 'Nobody sets a rule aside alone: one person proposes, another decides, both with reasons.',
        })}
      />
      <More
        id="listOverrides"
        given={{ query: {} }}
        empty={<Empty title={{ vi: 'Chưa có đề nghị nào', en: 'Nothing is contested' }} />}
      >
        {(items) => <OverrideList items={items} />}
      </More>
    </>
  );
}
