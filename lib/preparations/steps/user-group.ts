import 'server-only';
import { familyScript } from '../families/family-script';
import type { ChangingStep } from '../graph/step';

const groupState = familyScript(
  'docker-group-state',
  String.raw`
if id -nG -- "$account" | tr ' ' '\n' | grep -qx docker; then echo member; fi
`,
);

/** Shell that adds `$account` to the group docker: it may then use the engine, which is as much as being root. */
export const joinDockerGroup = String.raw`
if ! grep -q '^docker:' /etc/group; then
  note group docker
  if command -v groupadd >/dev/null 2>&1; then groupadd --system docker; else addgroup -S docker; fi
fi
note member "$account" docker
if command -v usermod >/dev/null 2>&1; then usermod -a -G docker -- "$account"; else addgroup "$account" docker; fi
id -nG -- "$account"
`;

const joinGroup = familyScript('join-docker-group', joinDockerGroup);

/** Lets the account use the engine; root needs nothing, and an own account of Tomo gets the right when it is made. */
export const userGroup: ChangingStep = {
  key: 'user_group',
  needs: ['install_docker'],
  wanted: ({ ownAccount }) => ownAccount === undefined,
  what: 'Adding the account to the group docker',
  leaves: 'The account may be in the group docker.',
  async check(situation) {
    const account = situation.server.username;
    const command = { script: joinGroup, args: { account } };
    const plan = `add ${account} to the group docker, whose members may do on this server what root may`;
    if (account === 'root') return { done: 'root may use the engine anyway', plan, command };
    const isMember = (await situation.ask(groupState, { account })).includes('member');
    return { done: isMember ? `${account} is in the group docker` : undefined, plan, command };
  },
  verify: async (_situation, { command }) => ({ summary: `${command.args.account} joined the group docker` }),
};
