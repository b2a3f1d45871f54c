import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readme } from './readme/compose';

// npm run db:readme
writeFileSync(path.join(import.meta.dirname, 'README.md'), readme());
