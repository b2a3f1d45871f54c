import type { Rule } from '../rule';

/** Registries and images. */
export const registryRules: readonly Rule[] = [
  {
    id: 'pull_rate_limit',
    patterns: [/\btoomanyrequests:/, /\bpull rate limit\b/],
    sentence: 'The registry allows this server no more downloads for now.',
    action: 'Wait some hours, sign the server in to the registry, or use a mirror, then retry.',
  },
  {
    id: 'image_not_found',
    patterns: [
      /\bmanifest unknown\b/,
      /\bmanifest for \S{1,300} not found\b/,
      /\bpull access denied for \S{1,300}, repository does not exist\b/,
      /\brepository name not known to registry\b/,
      /\bname unknown: /,
    ],
    sentence: 'An image does not exist in its registry, or the registry wants a sign-in.',
    action: 'Check name and tag of the image.',
  },
  {
    id: 'registry_sign_in',
    patterns: [
      /\bunauthorized: /,
      /\bno basic auth credentials\b/,
      /\bauthentication required\b/,
      /\bdenied: requested access to the resource is denied\b/,
      /\bdenied: denied\b/,
    ],
    sentence: 'The registry does not hand out this image without a sign-in.',
    action: 'Sign the server in (docker login) as root, or check the name of the image.',
  },
  {
    id: 'image_architecture',
    patterns: [
      /\bno matching manifest for (?<name>[a-z0-9/]{1,40})\b/,
      /\bdoes not match the specified platform: wanted (?<name>[a-z0-9/]{1,40})/,
      /\bno match for platform in manifest\b/,
    ],
    sentence: 'The image does not exist for the processor of this server ({name|its kind}).',
    action: 'Choose a tag of the image that supports it, or another server.',
  },
  {
    id: 'wrong_architecture',
    patterns: [/\bexec format error\b/i],
    scope: 'both',
    sentence: 'A program is not made for the processor of this server.',
    action: 'Choose an image or a server of the right architecture.',
  },
  {
    id: 'image_name',
    patterns: [/\binvalid reference format\b/],
    sentence: 'The name of an image is not written as Docker wants it.',
    action: 'Correct the name: small letters, then a colon and the tag.',
  },
  {
    id: 'image_damaged',
    patterns: [
      /\bfilesystem layer verification failed for digest\b/,
      /\bfailed to register layer: (?:unexpected EOF|Error processing tar file|archive\/tar: invalid tar header)/,
      /\bunexpected commit digest\b/,
    ],
    sentence: 'The image arrived damaged.',
    action: 'Retry. If it stays, check the proxy or mirror between the server and the registry.',
  },
  {
    id: 'image_absent',
    patterns: [/\bNo such image: (?<name>\S{1,300}?)\.?$/],
    sentence: 'The image {name} is not on the server any more.',
    action: 'Deploy the app again: that pulls it.',
  },
  {
    id: 'registry_failing',
    patterns: [
      /\breceived unexpected HTTP status: 5\d\d\b/,
      /\bunexpected status (?:code )?(?:from \S{1,20} request )?.{0,200}\b50[0234] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)/,
    ],
    sentence: 'The registry itself is out of order.',
    action: 'Retry in some minutes, or use a mirror.',
  },
  {
    id: 'registry_unreachable',
    patterns: [/\bGet "https?:\/\/[^"\n]{1,300}\/v2\/[^"\n]{0,300}": /],
    rank: 'effect',
    sentence: 'The server cannot reach the registry.',
    action: 'Check name servers, proxy and firewall of the server, then retry.',
  },
];
