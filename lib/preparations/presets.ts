import type { PreparationOptions } from './schema';

/** Choices that go together, by name. */
export const preparationPresets = {
  minimal: {},
  recommended: {
    logRotation: { maxSizeMb: 10, maxFiles: 3 },
    liveRestore: true,
    securityUpgrades: true,
    timeSync: true,
  },
} as const satisfies Record<string, PreparationOptions>;
