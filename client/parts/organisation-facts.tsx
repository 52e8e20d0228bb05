import { capabilityNames } from '../../contracts/common';
import type { OrganisationView } from '../../contracts/identity';
import { legalForms } from '../../contracts/scheme/pilot-2026';
import { provinces } from '../../contracts/scheme/provinces';
import { dateTime } from '../format';
import { useT } from '../i18n';
import { Facts } from '../ui/parts';

/** What an organisation says of itself. */
export function OrganisationFacts({ organisation }: { organisation: OrganisationView }) {
  const t = useT();
  const form = legalForms[organisation.legalForm as keyof typeof legalForms];
  return (
    <Facts
      facts={[
        [{ vi: 'Tên tiếng Việt', en: 'Vietnamese name' }, organisation.nameVi],
        [{ vi: 'Tên tiếng Anh', en: 'English name' }, organisation.nameEn],
        [{ vi: 'Loại hình', en: 'Legal form' }, form ? t(form) : organisation.legalForm],
        [{ vi: 'Mã số thuế', en: 'Tax code' }, organisation.taxCode],
        [
          { vi: 'Tỉnh, thành phố', en: 'Province' },
          provinces.find((one) => one.code === organisation.provinceCode)?.name ?? null,
        ],
        [{ vi: 'Địa chỉ', en: 'Address' }, organisation.address],
        [
          { vi: 'Vai trò', en: 'Capabilities' },
          organisation.capabilities.map((one) => t(capabilityNames[one])).join(', '),
        ],
        [{ vi: 'Đăng ký', en: 'Registered' }, dateTime(organisation.createdAt)],
      ]}
    />
  );
}
