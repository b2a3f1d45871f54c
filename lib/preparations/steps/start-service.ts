import 'server-only';
import { familyScript } from '../families/family-script';
import type { ChangingStep } from '../graph/step';

const serviceState = familyScript(
  'docker-service-state',
  String.raw`
if svc_active docker; then echo active; fi
if svc_enabled docker; then echo enabled; fi
`,
);

const startDocker = familyScript(
  'start-docker-service',
  String.raw`
if ! svc_enabled docker; then
  note service docker
  svc_enable docker
fi
if ! svc_start docker; then
  echo 'The engine did not start. The last lines that it said:'
  svc_log docker
  exit 1
fi
svc_active docker
`,
);

/** Starts the engine now and at every boot. */
export const startService: ChangingStep = {
  key: 'start_service',
  needs: ['install_docker', 'engine_settings'],
  what: 'Starting the Docker service',
  leaves: 'The service may be running.',
  async check(situation) {
    const state = await situation.ask(serviceState);
    const done = state.includes('active') && state.includes('enabled');
    return {
      done: done ? 'the service runs and starts at boot' : undefined,
      plan: 'start the Docker service now and at every boot',
      command: { script: startDocker, args: {} },
    };
  },
  verify: async () => ({ summary: 'The service runs and starts at boot' }),
};
