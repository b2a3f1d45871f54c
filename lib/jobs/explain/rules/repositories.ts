import type { Rule } from '../rule';

/** Package repositories: signatures, times, and files that are not what the index says. */
export const repositoryRules: readonly Rule[] = [
  {
    id: 'repository_key_expired',
    patterns: [/\bEXPKEYSIG [0-9A-F]{8,40}/, /\bKEYEXPIRED \d{1,12}/],
    sentence: 'The signing key of a package repository has expired.',
    action: 'Fetch the new key of that repository on the server, then retry.',
  },
  {
    id: 'repository_key',
    patterns: [
      /\bNO_PUBKEY [0-9A-F]{8,40}/,
      /\bFailed to parse keyring "/,
      /\bMissing key [0-9A-F]{8,40}, which is needed to verify signature/,
      /\bGPG key retrieval failed\b/,
      /\bPublic key for \S{1,200} is not installed/,
      /^error: [^:\n]{1,80}: signature from .{1,120} is (?:unknown trust|invalid)/,
      /\bUNTRUSTED signature\b/,
    ],
    sentence: 'A package repository is signed with a key that the server does not know.',
    action: 'Install the current key of that repository on the server, then retry.',
  },
  {
    id: 'repository_unsigned',
    patterns: [/^[EW]: The repository '[^'\n]{1,300}' is not signed\./],
    rank: 'effect',
    sentence: 'A package repository is not signed, so its packages are refused.',
    action: 'Use a signed repository, or remove its entry from the server, then retry.',
  },
  {
    id: 'clock',
    patterns: [
      /^E: Release file for \S{1,300} is not valid yet/,
      /\bx509: certificate has expired or is not yet valid: current time \S{1,40} is before\b/,
      /\bcertificate is not yet valid\b/i,
      /\bThe certificate chain uses not yet valid certificate\b/,
    ],
    sentence: 'The clock of the server is behind, so signatures and certificates are refused.',
    action: 'Set the clock of the server (timedatectl set-ntp true), then retry.',
  },
  {
    id: 'repository_expired',
    patterns: [/^E: Release file for \S{1,300} is expired/],
    sentence:
      'The index of a package repository has expired: its mirror is stale, or the clock of the server is ahead.',
    action: 'Check the date on the server; if it is right, use another mirror. Then retry.',
  },
  {
    id: 'repository_absent',
    patterns: [
      /^[EW]: The repository '(?<repository>[^'\n]{1,300})' (?:does not have|no longer has) a Release file/,
      /^Error: Failed to download metadata for repo '(?<repository>[^'\n]{1,100})'/,
      /^Valid metadata not found at specified URL/,
    ],
    rank: 'effect',
    sentence:
      'A package repository has nothing for the release of this server: {repository|the log names it}.',
    action: 'Correct or remove its entry on the server (/etc/apt/sources.list.d and the like), then retry.',
  },
  {
    id: 'repository_renamed',
    patterns: [/^[EWN]: Repository '[^'\n]{1,300}' changed its '(?:Suite|Codename|Origin|Label)' value/],
    sentence: 'A package repository changed its name, which has to be accepted once.',
    action: 'Run apt-get update --allow-releaseinfo-change on the server, then retry.',
  },
  {
    id: 'package_hash',
    patterns: [
      /\bHash Sum mismatch\b/,
      /\bFile has unexpected size \(\d{1,15} != \d{1,15}\)/,
      /\bMirror sync in progress\?/,
      /\bBAD signature\b/,
    ],
    sentence: 'A package mirror sent something other than its index promises.',
    action:
      'Retry in some minutes: mirrors are being updated. If it stays, use another mirror or check the proxy.',
  },
  {
    id: 'package_gone',
    patterns: [
      /^(?:E: Failed to fetch|Err:\d{1,5}) .{1,400} 404 {1,2}Not Found/,
      /^ {2}404 {2}Not Found \[IP:/,
      /\bStatus code: 404 for http/,
      /\bThe requested URL returned error: 404/,
    ],
    rank: 'effect',
    sentence: 'A file that the package index names is not on the mirror.',
    action: 'Retry: the index is refreshed first. If it stays, check the repositories of the server.',
  },
  {
    id: 'repository_unreachable',
    patterns: [
      /^[EW]: Failed to fetch\b/,
      /^E: Unable to fetch some archives\b/,
      /^[EW]: Some index files failed to download\b/,
      /\bCannot download repomd\.xml\b/,
      /\bAll mirrors were already tried without success\b/,
      /^error: failed retrieving file '/,
    ],
    rank: 'vague',
    sentence: 'A package repository could not be reached.',
    action: 'Check the network of the server and its mirrors, then retry.',
  },
  {
    id: 'package_installation',
    patterns: [/^E: Sub-process \/usr\/bin\/dpkg returned an error code/, /^Error: Transaction test error:/],
    rank: 'vague',
    sentence: 'A package could not be installed.',
    action:
      'The lines before the error name the package and the reason; mend that on the server, then retry.',
  },
];
