import fc from 'fast-check';

/**
 * Properties are tried on the same cases in every run, so that a red run tells of the change it stands for.
 * `FAST_CHECK_SEED=…` (or a run of `npm run test:long`) looks further.
 */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_129) });
