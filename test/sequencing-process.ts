import { migrations } from '../migrations/all.js';
import { openLog } from '../server/audit/opening.js';
import { startSequencing } from '../server/audit/sequencing.js';
import { openDatabase } from '../server/kernel/database.js';
import { createLog } from '../server/kernel/log.js';
import { tables } from '../server/tables.js';

/** The sequencer alone, in a process that is there to be killed: nothing else takes its time to start. */
const { DATABASE_URL: url = '', DATA_DIR: dataDir = '', PUBLIC_URL: publicUrl = '' } = process.env;
const log = createLog('warn');
const db = await openDatabase({ url, tables, migrations, log });
const signer = await openLog({ db, dataDir, publicUrl, key: undefined });
if (!signer) throw new Error('There is no key to sign with.');
startSequencing(db, signer, dataDir, log);
