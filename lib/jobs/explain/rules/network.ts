import type { Rule } from '../rule';

/** The way out: names, proxies, certificates, addresses. */
export const networkRules: readonly Rule[] = [
  {
    id: 'proxy',
    patterns: [
      /\bproxyconnect tcp:/,
      /\b407 {1,2}Proxy Authentication Required\b/,
      /\bReceived HTTP code \d{3} from proxy after CONNECT\b/,
      /\bCould not resolve proxy: (?<name>\S{1,200})/,
      /\bCONNECT tunnel failed, response \d{3}/,
      /\bInvalid response from proxy\b/,
    ],
    sentence: 'The proxy that the server uses does not let it out.',
    action: 'Correct the proxy on the server (/etc/environment, apt.conf.d, docker.service.d), then retry.',
  },
  {
    id: 'dns',
    patterns: [
      /\bTemporary failure resolving '(?<name>[^'\n]{1,200})'/,
      /\bCould not resolve(?: host:)? '?(?<name>[^'\s]{1,200})'?/,
      /\blookup (?<name>\S{1,200}) on \S{1,80}: (?:no such host|server misbehaving|read udp\b)/,
      /\blookup (?<name>\S{1,200}): (?:no such host|Temporary failure in name resolution)/,
      /\bName or service not known\b/,
      /\bTemporary failure in name resolution\b/,
    ],
    sentence: 'The server cannot find the address of {name|a host}.',
    action: 'Check the name servers (/etc/resolv.conf) and the network of the server, then retry.',
  },
  {
    id: 'registry_plain_http',
    patterns: [/\bserver gave HTTP response to HTTPS client\b/],
    sentence: 'The registry speaks plain HTTP, which Docker refuses.',
    action:
      'Give the registry a certificate, or list it under insecure-registries in /etc/docker/daemon.json.',
  },
  {
    id: 'certificate',
    patterns: [
      /\bx509: certificate signed by unknown authority\b/,
      /\bx509: certificate (?:is valid for|relies on legacy)\b/,
      /\bx509: certificate has expired\b/,
      /\bSSL certificate problem: [A-Za-z ]{1,100}/,
      /\bThe certificate is NOT trusted\b/,
      /\bCertificate verification failed\b/,
      /\bcertificate verify failed\b/,
    ],
    sentence: 'The server does not trust the certificate of the other side.',
    action: 'Install the missing authority on the server (ca-certificates), check its clock, then retry.',
  },
  {
    id: 'tls',
    patterns: [/\bwrong version number\b/, /\btls: first record does not look like a TLS handshake\b/],
    sentence: 'The other side does not speak TLS where https was asked for.',
    action: 'Correct the address, or the proxy in between, then retry.',
  },
  {
    id: 'network_unreachable',
    patterns: [/\b[Nn]etwork is unreachable\b/, /\b[Nn]o route to host\b/],
    sentence: 'The server has no way into the network that it needs.',
    action: 'Check addresses, default route and firewall of the server, then retry.',
  },
  {
    id: 'timed_out',
    patterns: [
      /\bConnection timed out\b/,
      /\bOperation timed out after \d{1,9} milliseconds\b/,
      /\bi\/o timeout\b/,
      /\bTLS handshake timeout\b/,
      /\bClient\.Timeout exceeded while awaiting headers\b/,
      /\brequest canceled while waiting for connection\b/,
    ],
    rank: 'effect',
    sentence: 'The other side did not answer the server in time.',
    action: 'Check the firewall and the way out of the server, then retry.',
  },
  {
    id: 'connection_refused',
    patterns: [
      /\bCould not connect to (?<place>\S{1,200}:\d{1,5})\b/,
      /^curl: \(7\) Failed to connect to (?<place>\S{1,200} port \d{1,5})\b/,
      /\bConnection refused\b/i,
      /\bUnable to connect to (?<place>\S{1,200}:\d{1,5})\b/,
      /\bConnection reset by peer\b/i,
    ],
    rank: 'effect',
    sentence: '{place|The other side} refuses connections of the server.',
    action: 'Check that the address is right and that nothing in between blocks it, then retry.',
  },
];
