export type LabAccount = { username: string; password: string | null; privateKeyPath: string | null };

export type LabTarget = {
  name: string;
  host: string;
  port: number;
  suite: string;
  container: string;
  webPorts: number[];
  accounts: Record<'root' | 'operator' | 'guest' | 'fisher', LabAccount> & {
    deploy: LabAccount & {
      keys: Record<'ed25519' | 'ecdsa' | 'rsa' | 'encrypted', string>;
      passphrase: string;
    };
  };
};

export const targetNames: string[];
export const defaultTargets: string[];
export const labDirectory: string;

export function up(options?: {
  targets?: string[];
  images?: string[];
  vendor?: boolean;
  onProgress?: (progress: { seconds: number; message: string }) => void;
}): Promise<void>;
export function down(options?: { purge?: boolean }): Promise<void>;
export function status(): Promise<{
  engine: unknown;
  registry: unknown;
  vendorRepository: boolean;
  targets: { name: string; running: boolean; ssh: boolean; port: number }[];
}>;
export function resetTarget(name: string): Promise<void>;
export function target(name: string): LabTarget;
export function execIn(
  name: string,
  command: string | string[],
  options?: { input?: string; user?: string },
): Promise<{ code: number; stdout: string; stderr: string }>;
export function registry(): { host: string; port: number; mirror: string; local: string };
export function vendorRepository(): { url: string; keyUrl: string; fingerprint: string; component: string };
export function switchVendorRepository(on: boolean): Promise<void>;
export function silentHost(options?: {
  port?: number;
}): Promise<{ host: string; port: number; connections(): number; close(): Promise<void> }>;
export function pretendOs(name: string, fields: Record<string, string>): Promise<unknown>;
