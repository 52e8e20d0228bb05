import { fingerprintOperations } from '../../contracts/fingerprint.js';
import { Problem } from '../../contracts/problems.js';
import { readDataset } from '../catalogue/policy.js';
import { receiveUpload } from '../catalogue/uploads.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { checkLeak, leakChecks, leakCheckViews } from './checking.js';
import { markingOf, setMarking } from './terms.js';

/** Mounts the operations of this room. */
export function mountFingerprint(api: Api, kernel: Kernel): void {
  const { db, storage, settings, markingSealer } = kernel;
  const op = fingerprintOperations;
  api.open(op.getMarking, async ({ actor, params }) => {
    await readDataset(db.read, actor, params.id);
    return { terms: await markingOf(db.read, params.id) };
  });
  api.route(op.setMarking, async ({ actor, params, body }) => ({
    terms: await db.transaction((tx) => setMarking(tx, markingSealer, actor, params.id, body.terms)),
  }));
  api.route(op.checkLeak, async ({ actor, params, req }) => {
    await leakChecks(db.read, actor, params.id);
    const { format, ...kept } = await receiveUpload(req, storage, settings.uploadLimitBytes);
    if (format === 'zip') {
      const [vi, en] = [
        'Hãy giải nén và tải lên từng tệp dữ liệu.',
        'Unpack the archive and upload one data file of it.',
      ];
      throw new Problem('unreadable-file', { vi, en });
    }
    const check = await checkLeak(kernel, actor, params.id, { ...kept, format });
    const [view] = await leakCheckViews(db.read, [check]);
    return view as NonNullable<typeof view>;
  });
  api.route(op.listLeakChecks, async ({ actor, params }) => ({ items: await leakChecks(db.read, actor, params.id) }));
}
