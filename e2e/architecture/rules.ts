import type { Rule } from './rule';
import { childProcesses } from './rules/child-processes';
import { chokePoints } from './rules/choke-points';
import { clientWeight } from './rules/client-weight';
import { environment } from './rules/environment';
import { fileNames } from './rules/file-names';
import { forbiddenCode } from './rules/forbidden-code';
import { importDirection } from './rules/import-direction';
import { noCircles } from './rules/no-circles';
import { packageRoomsRule } from './rules/package-rooms';
import { readmePaths } from './rules/readme-paths';
import { remoteScripts } from './rules/remote-scripts';
import { routeHandlers } from './rules/route-handlers';
import { serverActions } from './rules/server-actions';
import { texts } from './rules/texts';
import { thinRoutes } from './rules/thin-routes';

export const rules: Rule[] = [
  importDirection,
  packageRoomsRule,
  noCircles,
  environment,
  childProcesses,
  serverActions,
  routeHandlers,
  clientWeight,
  remoteScripts,
  forbiddenCode,
  chokePoints,
  thinRoutes,
  texts,
  fileNames,
  readmePaths,
];
