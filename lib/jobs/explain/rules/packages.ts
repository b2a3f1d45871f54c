import type { Rule } from '../rule';

/** Package managers: their locks and their own state. */
export const packageRules: readonly Rule[] = [
  {
    id: 'package_lock',
    patterns: [
      /\bIt is held by process (?<pid>\d{1,9}) \((?<holder>[^)\n]{1,40})\)/,
      /^The package manager is still in use by (?<holder>[^()\n]{1,40}) \(process (?<pid>\d{1,9})\)/,
      /^System management is locked by the application with pid (?<pid>\d{1,9}) \((?<holder>[^)\n]{1,60})\)/,
      /^Waiting for process with pid (?<pid>\d{1,9}) to finish\./,
    ],
    sentence:
      'The package manager of the server is in use by {holder|another program} (process {pid|unknown}).',
    action: 'Wait until it has finished, automatic updates often take some minutes, then retry.',
  },
  {
    id: 'package_lock',
    patterns: [
      /\bCould not get lock \//,
      /\bUnable to (?:acquire the dpkg frontend lock|lock (?:directory|the administration directory))/,
      /^The package manager is still in use by another process/,
      /^error: failed to (?:init transaction|synchronize all databases) \(unable to lock database\)/,
      /^ERROR: Unable to lock database/,
    ],
    sentence: 'Another process keeps the package manager of the server busy.',
    action: 'Wait until it has finished, automatic updates often take some minutes, then retry.',
  },
  {
    id: 'dpkg_interrupted',
    patterns: [/\bdpkg was interrupted, you must manually run/],
    sentence: 'An earlier installation on the server was interrupted.',
    action: 'Run dpkg --configure -a on the server, then retry.',
  },
  {
    id: 'package_conflict',
    patterns: [
      /\bUnmet dependencies\b/,
      /^The following packages have unmet dependencies:/,
      /\byou have held broken packages\b/,
      /^Problem(?: \d{1,3})?: .{0,200}\b(?:conflicting requests|conflicts with|nothing provides)\b/,
    ],
    sentence: 'Packages on the server contradict each other, so nothing more can be installed.',
    action: 'Run apt-get --fix-broken install (or the like of this system) on the server, then retry.',
  },
  {
    id: 'package_missing',
    patterns: [
      /\bUnable to locate package (?<name>\S{1,100})/,
      /^E: Package '(?<name>[^']{1,100})' has no installation candidate/,
      /^No match for argument: (?<name>\S{1,100})/,
      /^error: target not found: (?<name>\S{1,100})/,
      /^Package '(?<name>[^']{1,100})' not found\./,
      /^ {0,4}(?<name>\S{1,100}) \(no such package\):/,
    ],
    sentence: 'The package {name} is not offered by the repositories of this server.',
    action: 'Check which package repositories the server uses, then retry.',
  },
  {
    id: 'package_index_damaged',
    patterns: [
      /^E: The package cache file is corrupted/,
      /^E: Problem with MergeList\b/,
      /^E: The package lists or status file could not be parsed or opened/,
    ],
    sentence: 'The package index of the server is damaged.',
    action: 'Remove /var/lib/apt/lists on the server, then retry: it is fetched anew.',
  },
  {
    id: 'package_database_damaged',
    patterns: [
      /^dpkg: unrecoverable fatal error, aborting:/,
      /^error: rpmdb(?:NextIterator)?: .{0,100}\b(?:corrupt|BAD|damaged)/i,
      /^error: db5? error\b/,
    ],
    sentence: 'The package database of the server is damaged.',
    action: 'Repair it on the server (dpkg --audit or rpm --rebuilddb), then retry.',
  },
  {
    id: 'package_script_failed',
    patterns: [
      /\binstalled (?<name>\S{1,100}) package (?:post-installation|pre-removal) script subprocess returned error/,
      /\bnew (?<name>\S{1,100}) package pre-installation script subprocess returned error/,
    ],
    rank: 'effect',
    sentence: 'The package {name} could not be set up on the server.',
    action: 'The lines before the error say why; mend that on the server, then retry.',
  },
  {
    id: 'accounts_locked',
    patterns: [/\bcannot lock \/etc\/(?:passwd|group|shadow|gshadow); try again later/],
    sentence: 'Another program is changing the accounts of the server.',
    action: 'Retry in a minute. If it stays, remove a stale /etc/passwd.lock or /etc/group.lock there.',
  },
  {
    id: 'account_unknown',
    patterns: [/^usermod: user '(?<name>[^'\n]{1,64})' does not exist/],
    sentence: 'The account {name} is not in /etc/passwd of the server, so it cannot join a group there.',
    action: 'Use a local account, or let it join the group docker in your directory service.',
  },
];
