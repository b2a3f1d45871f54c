/** One line of the file outside the database that remembers how far the chain had come. */
export type AuditHead = {
  instance: string;
  seq: number;
  checksum: string;
  at: string;
  prev: string | null;
  keyId: string;
  mac: string;
};

export function parseHead(line: string): AuditHead | undefined;
