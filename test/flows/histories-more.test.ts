import { generated } from '../histories/generated.js';

describe('Money, whatever goes wrong, in more histories', () => generated(2));
