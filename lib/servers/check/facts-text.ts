import type { ObservedFacts } from './read-facts';

/** The facts of a server in a few lines for the log of its check. */
export function describeFacts(facts: ObservedFacts): string[] {
  const { os, kernel, cpu, memory, mounts, docker } = facts;
  const root = mounts.find((mount) => mount.point === '/');
  const lines = [
    `System: ${os.name}, ${kernel.name} ${kernel.release}, ${kernel.architecture}`,
    `Processor: ${cpu.count ?? 'unknown number of'} cores${cpu.model ? `, ${cpu.model}` : ''}`,
    `Memory: ${gibibytes(memory.totalBytes)}`,
  ];
  if (root)
    lines.push(
      `Disk of /: ${gibibytes(root.totalBytes - root.usedBytes)} free of ${gibibytes(root.totalBytes)}`,
    );
  lines.push(dockerLine(docker));
  if (facts.pendingUpdates) {
    const { total, security } = facts.pendingUpdates;
    lines.push(`Updates: ${total} pending${security ? `, ${security} for security` : ''}`);
  }
  if (facts.rebootRequired) lines.push('Reboot: required');
  if (Math.abs(facts.clockOffsetSeconds) > 30)
    lines.push(
      `Clock: ${Math.abs(facts.clockOffsetSeconds)} s ${facts.clockOffsetSeconds > 0 ? 'ahead' : 'behind'}`,
    );
  return lines;
}

function dockerLine(docker: ObservedFacts['docker']): string {
  if (docker.status === 'absent') return 'Docker: not installed';
  if (docker.status === 'unusable')
    return `Docker: installed, but the engine does not answer${docker.problemText ? ` (${docker.problemText})` : ''}`;
  return `Docker: ${docker.engineVersion}, Compose ${docker.composeVersion ?? 'missing'}`;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
