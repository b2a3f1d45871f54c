import 'server-only';

/** Exit codes that shells, kernels and Docker give a meaning to (https://docs.docker.com/engine/containers/run/#exit-status). */
const reasons: Record<number, { sentence: string; hint: string }> = {
  125: { sentence: 'exit code 125', hint: 'Docker itself could not run the container.' },
  126: {
    sentence: 'exit code 126, its program cannot be executed',
    hint: 'The image may be made for another processor, or the command is wrong.',
  },
  127: {
    sentence: 'exit code 127, its program was not found',
    hint: 'The command or the entry point names a program that the image does not have.',
  },
  132: {
    sentence: 'exit code 132, illegal instruction',
    hint: 'The program needs a newer processor than this server has.',
  },
  134: { sentence: 'exit code 134, it aborted itself', hint: 'Look at its last lines.' },
  137: {
    sentence: 'exit code 137, it was killed',
    hint: 'It did not stop in time, or the server ran out of memory.',
  },
  139: {
    sentence: 'exit code 139, it crashed',
    hint: 'Look at its last lines, and for a newer version of the image.',
  },
  143: { sentence: 'exit code 143, it was asked to stop', hint: 'Somebody or something stopped it.' },
};

/** Why a container ended, in words, and what to do about it. */
export function explainExit({ exitCode, oomKilled }: { exitCode: number; oomKilled: boolean }): {
  sentence: string;
  hint?: string;
} {
  if (oomKilled)
    return {
      sentence: 'it used more memory than it may',
      hint: 'Raise its memory limit, or free memory on the server.',
    };
  const known = reasons[exitCode];
  if (known) return known;
  return {
    sentence: `exit code ${exitCode}`,
    hint: exitCode === 0 ? undefined : 'Its last lines usually say why.',
  };
}
