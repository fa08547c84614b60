import { describe } from 'vitest';
import { createMemoryPresence } from './memory';
import { presenceContract } from './presence-contract';

describe('presence in memory', () => {
  presenceContract((options) => {
    const presence = createMemoryPresence(options);
    return { told: presence, shown: presence };
  });
});
