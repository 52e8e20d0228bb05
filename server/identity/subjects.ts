import { organisationLifecycle } from '../../contracts/lifecycles/organisation.js';
import { subject } from '../lifecycle/advance.js';
import { Organisations } from './tables.js';

export const organisationSubject = subject(organisationLifecycle, Organisations, (row) => [row.id]);
