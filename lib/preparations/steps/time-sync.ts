import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { familyScript } from '../families/family-script';
import type { ChangingStep } from '../graph/step';

/** Prints the service that keeps the clock, if one runs and starts at boot. */
const timeState = familyScript(
  'time-sync-state',
  String.raw`
for unit in systemd-timesyncd chronyd chrony ntpd ntp ntpsec openntpd; do
  if svc_active "$unit" 2>/dev/null; then echo "$unit"; return 0; fi
done
`,
);

/** Installs `$package`, if it is missing, and starts `$unit` now and at every boot. */
const keepTime = familyScript(
  'keep-time',
  String.raw`
if ! pm_installed "$package"; then
  packages_begin
  pm_install "$package"
  packages_end
fi
if ! svc_enabled "$unit"; then
  note service "$unit"
  svc_enable "$unit"
fi
svc_start "$unit"
`,
);

/** Lets a service keep the clock right: certificates, logs and two-factor codes depend on it. */
export const timeSync: ChangingStep = {
  key: 'time_sync',
  needs: ['refresh_index'],
  wanted: (options) => options.timeSync === true,
  what: 'Starting the service that keeps the clock',
  leaves: 'Its package may be installed.',
  async check(situation) {
    const service = situation.family().timeService;
    const command = { script: keepTime, args: { ...service } };
    const plan = `let ${service.unit} keep the clock`;
    if (situation.factsOf('detect_system').inContainer === true)
      return { done: 'the clock of a container is that of its host', plan, command };
    const [running] = await situation.ask(timeState);
    return { done: running ? `${running} keeps the clock` : undefined, plan, command };
  },
  async verify(situation) {
    const [running] = await situation.ask(timeState);
    if (!running)
      throw new TomoError('unavailable', 'The service that keeps the clock does not run.', {
        hint: 'The log shows what it said.',
        reason: 'time_service',
      });
    return { summary: `${running} keeps the clock` };
  },
};
