import { generated } from '../histories/generated.js';

describe('Money, whatever comes twice, late, in another order or never, and whoever dies', () => generated());
