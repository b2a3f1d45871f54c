const isLong = process.env.TOMO_TEST_LONG === '1';

/**
 * A test that repeats itself: small in every run, large in `npm run test:long`. Its size is part of its title, which is how
 * the long run finds it and what its table shows.
 */
export function loop(title: string, { quick, long }: { quick: number; long: number }) {
  const size = isLong ? long : quick;
  return { title: `${title} ×${size}`, size };
}
