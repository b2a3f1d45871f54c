import type { Rule } from '../rule';

/** Compose: the file, and services that wait for each other. */
export const composeRules: readonly Rule[] = [
  {
    id: 'compose_variable',
    patterns: [/\brequired variable (?<name>\S{1,100}) is missing a value\b/],
    sentence: 'The app needs a value for {name} and has none.',
    action: 'Give it under the settings of the app, then deploy again.',
  },
  {
    id: 'compose_invalid',
    patterns: [
      /^(?:\S{1,200}: )?yaml: (?:line \d{1,7}|unmarshal errors|control characters)/,
      /^validating \S{1,300}: (?<why>.{1,160})/,
      /\bservices\.\S{1,100} (?:Additional property|must be a)\b/,
      /: invalid compose project$/,
      /\binvalid mount config for type "(?:volume|tmpfs)": (?<why>.{1,160})/,
    ],
    sentence: 'Compose cannot read the definition of the app.',
    action: 'Correct what the last line names, then deploy again.',
  },
  {
    id: 'env_file_missing',
    patterns: [
      /\benv file (?<path>\/\S{1,300}) not found\b/,
      /\bcouldn't find env file: (?<path>\/\S{1,300})/,
    ],
    sentence: 'A file with values of the app is missing on the server: {path}.',
    action: 'Deploy the app again: that writes its files.',
  },
  {
    id: 'service_unhealthy',
    patterns: [/\bcontainer (?<name>\S{1,200}) is unhealthy\b/],
    rank: 'effect',
    sentence: 'The container {name} runs, but says of itself that it is not well.',
    action: 'Look at its log, then retry.',
  },
  {
    id: 'service_ended',
    patterns: [
      /\bservice "(?<name>[^"\n]{1,100})" didn't complete successfully: exit (?<code>\d{1,3})/,
      /\bdependency failed to start: container (?<name>\S{1,200}) exited \((?<code>\d{1,3})\)/,
      /\bcontainer (?<name>\S{1,200}) exited \((?<code>\d{1,3})\)/,
    ],
    rank: 'effect',
    sentence: '{name}, which others wait for, ended with exit code {code}.',
    action: 'Look at its log, then retry.',
  },
  {
    id: 'deadline',
    patterns: [/\bcontext deadline exceeded\b/, /\bapplication not healthy after \d{1,6}/],
    rank: 'vague',
    sentence: 'It took longer than it may.',
    action: 'Look at what the server is busy with, then retry.',
  },
];
