/** The oldest version of each package that may be installed, and why it is no older. */
export const floors: Record<string, { floor: string; exact?: true; because: string }> = {
  next: {
    floor: '16.3.8',
    because: 'code execution, proxy bypasses, image and websocket holes fixed up to here',
  },
  react: { floor: '19.3.0', because: 'the line that this framework was proven with' },
  'react-dom': { floor: '19.3.0', because: 'the line that this framework was proven with' },
  'next-auth': { floor: '4.24.15', exact: true, because: 'three advisories of July 2026; 5 never left beta' },
  ssh2: { floor: '1.17.0', because: 'strict key exchange' },
  'drizzle-orm': { floor: '0.45.2', because: 'identifiers are escaped' },
  '@libsql/client': { floor: '0.18.0', because: 'the behaviour under BUSY that the writer is built for' },
  'js-yaml': { floor: '5.2.2', because: 'no exponential parsing' },
  '@node-rs/argon2': { floor: '2.2.0', because: 'prebuilt, without an install script' },
};

/** Oldest Node that may run Tomo; it has no newer interface that the code leans on. */
export const nodeFloor = '20.19.0';

/** May not be installed at all, not even by another package. */
export const forbiddenAnywhere: Record<string, string> = {
  'simple-git': 'years of command injections: git is started with an argument list',
  'isomorphic-git': 'git is started with an argument list',
  'shell-quote': 'nothing is ever quoted for a shell: values travel on stdin',
  'shell-escape': 'nothing is ever quoted for a shell: values travel on stdin',
  shescape: 'nothing is ever quoted for a shell: values travel on stdin',
  puka: 'nothing is ever quoted for a shell: values travel on stdin',
  'node-ssh': 'hides host keys and channels',
  'ssh2-promise': 'hides host keys and channels',
};

/** May come along with a tool, but not be one of our own dependencies. */
export const forbiddenDirectly: Record<string, string> = {
  yaml: 'runs out of memory on hostile files; js-yaml is the reader',
  'dependency-cruiser': 'sees no modules with this compiler and passes silently',
};

export const mostRuntimeDependencies = 40;

/** Packages with an install script, which `.npmrc` keeps from running, and why they work without it. */
export const withInstallScript: Record<string, string> = {
  ssh2: 'tries to compile a faster cipher; the JavaScript one is used',
  'cpu-features': 'serves that compilation only',
  esbuild: 'checks its own download; the binary is a package of its own',
  protobufjs: 'only warns about version schemes',
};
