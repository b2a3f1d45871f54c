import { z } from 'zod';

/** What a person may choose about a preparation. */
export const preparationOptions = z.strictObject({
  /** Where Docker comes from: the vendor's repository (falling back visibly) or the distribution's own packages. */
  dockerSource: z.enum(['vendor', 'distribution']).optional(),
});

export type PreparationOptions = z.infer<typeof preparationOptions>;

/** The steps of a preparation, in order. */
export const preparationSteps = [
  'connect',
  'detect_system',
  'check_resources',
  'refresh_index',
  'prerequisites',
  'docker_repository',
  'install_docker',
  'start_service',
  'user_group',
  'folders',
  'verify',
] as const;
