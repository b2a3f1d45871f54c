import 'server-only';
import { explainExit } from './exit-reason';

/** One container as `docker compose ps --all --format json` and `docker inspect` show it. */
export type ContainerFacts = {
  service: string;
  name: string;
  state: 'created' | 'running' | 'restarting' | 'exited' | 'paused' | 'dead' | 'removing';
  /** `none` where the container has no health check. */
  health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  /** Of the last run; 0 while it never ended. */
  exitCode: number;
  restartCount: number;
  oomKilled: boolean;
  /** Last output of the health check, or the engine's own error. */
  detail?: string;
};

/** What the definition expects of a service. */
export type ServiceExpectation = {
  name: string;
  /** Ends by itself: `restart: "no"`, or something waits for its completion. Exit code 0 is success then. */
  endsByItself: boolean;
};

export type ServiceVerdict = {
  service: string;
  state: 'ok' | 'starting' | 'stopped' | 'bad';
  /** `app restarts again and again (exit code 1)`. */
  sentence: string;
  hint?: string;
};

export type AppVerdict = {
  /** Value for `installed_apps.status`. */
  status: 'running' | 'degraded' | 'stopped' | 'failed';
  /** Nothing is still starting: the verdict would be the same if nothing happens. */
  settled: boolean;
  sentence: string;
  hint?: string;
  services: ServiceVerdict[];
};

export type Observation = {
  expected: readonly ServiceExpectation[];
  containers: readonly ContainerFacts[];
  /** `installed_apps.desired_state`. */
  desired: 'running' | 'stopped';
  /** Restart counts at the earlier look, by container name: a count that grew means a crash loop, one from long ago does not. */
  earlierRestarts: Readonly<Record<string, number>>;
};

/**
 * Judges an app from what Docker shows of its containers; used by the verify step and by observation. Running: everything
 * is up and no health check fails. Degraded: a part is not. Failed: no part is up. Stopped: everything ended without an
 * error, or was meant to.
 */
export function judgeApp({ expected, containers, desired, earlierRestarts }: Observation): AppVerdict {
  const services = expected.map((service) => {
    const own = containers.filter((container) => container.service === service.name);
    return worst(
      own.length === 0
        ? [missing(service)]
        : own.map((container) => judgeContainer(container, service, earlierRestarts)),
    );
  });
  const lasting = services.filter((_, index) => !expected[index]?.endsByItself);
  const judged = lasting.length > 0 ? lasting : services;
  const bad = services.filter((service) => service.state === 'bad');
  const stopped = judged.filter((service) => service.state === 'stopped');
  const settled = !services.some((service) => service.state === 'starting');
  if (
    judged.length > 0 &&
    (desired === 'stopped' ? stopped.length + bad.length === judged.length : stopped.length === judged.length)
  ) {
    return {
      status: 'stopped',
      settled: true,
      services,
      sentence: stoppedSentence(desired),
      hint: desired === 'running' ? 'Start it again, or set it to stopped.' : undefined,
    };
  }
  const down = [...bad, ...stopped.filter((service) => !bad.includes(service))];
  const [first] = down;
  if (!first)
    return {
      status: 'running',
      settled,
      services,
      sentence: settled ? 'Every service is up.' : startingSentence(services),
    };
  const isDead = judged.every((service) => service.state === 'bad' || service.state === 'stopped');
  const more = down.length > 1 ? ` and ${down.length - 1} more` : '';
  return {
    status: isDead ? 'failed' : 'degraded',
    settled,
    services,
    sentence: `${first.sentence}${more}.`,
    hint: first.hint,
  };
}

function judgeContainer(
  container: ContainerFacts,
  service: ServiceExpectation,
  earlier: Readonly<Record<string, number>>,
): ServiceVerdict {
  const { service: name, state, exitCode } = container;
  const { sentence, hint } = explainExit(container);
  const before = Object.hasOwn(earlier, container.name) ? earlier[container.name] : undefined;
  const isLooping = state === 'restarting' || (before !== undefined && container.restartCount > before);
  if (isLooping)
    return { service: name, state: 'bad', sentence: `${name} restarts again and again (${sentence})`, hint };
  if (state === 'created' || state === 'removing')
    return { service: name, state: 'starting', sentence: `${name} is being made` };
  if (state === 'paused')
    return {
      service: name,
      state: 'stopped',
      sentence: `${name} is paused`,
      hint: 'Continue it on the server: docker unpause.',
    };
  if (state === 'exited' || state === 'dead') {
    if (exitCode === 0 && service.endsByItself)
      return { service: name, state: 'ok', sentence: `${name} has done its work` };
    // 143 and 137 are what a stop by hand leaves behind; running out of memory looks the same but is told by Docker.
    const isStop = state === 'exited' && !container.oomKilled && [0, 137, 143].includes(exitCode);
    return {
      service: name,
      state: isStop ? 'stopped' : 'bad',
      sentence: `${name} has ended (${sentence})`,
      hint,
    };
  }
  if (container.health === 'unhealthy') {
    const detail = container.detail ? `: ${oneLine(container.detail)}` : '';
    return {
      service: name,
      state: 'bad',
      sentence: `${name} runs but its health check fails${detail}`,
      hint: `Look at the logs of ${name}.`,
    };
  }
  if (container.health === 'starting')
    return { service: name, state: 'starting', sentence: `${name} is starting` };
  return {
    service: name,
    state: 'ok',
    sentence: `${name} is ${container.health === 'healthy' ? 'healthy' : 'up'}`,
  };
}

function missing({ name }: ServiceExpectation): ServiceVerdict {
  return {
    service: name,
    state: 'bad',
    sentence: `${name} has no container`,
    hint: 'It was removed outside Tomo. Deploy the app again.',
  };
}

const order: ServiceVerdict['state'][] = ['ok', 'starting', 'stopped', 'bad'];

function worst(verdicts: ServiceVerdict[]): ServiceVerdict {
  return verdicts.reduce((a, b) => (order.indexOf(b.state) > order.indexOf(a.state) ? b : a));
}

function stoppedSentence(desired: Observation['desired']): string {
  return desired === 'stopped' ? 'Stopped.' : 'Every service was stopped outside Tomo.';
}

function startingSentence(services: ServiceVerdict[]): string {
  const starting = services
    .filter((service) => service.state === 'starting')
    .map((service) => service.service);
  return `Still starting: ${starting.join(', ')}.`;
}

const oneLine = (text: string) => text.trim().split(/\s+/).join(' ').slice(0, 200);
