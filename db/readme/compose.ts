import { diagramOf } from './diagram';
import { domains } from './domains';
import { tableText } from './table';

const PREFACE = `# Database

Made from the tables in code by \`npm run db:readme\`; a test compares the two. Change the code, not this page.

One libSQL file. Keys are UUIDv7, times are \`YYYY-MM-DDTHH:MM:SS.sssZ\` in UTC, JSON is stored canonically, booleans are 0 or 1.
In the diagrams only keys are shown. _cascade_ = the row is a part of its parent, _restrict_ = the parent is in use,
_set null_ = the column only says who or what caused the row.

- **Reading**: \`database()\` of \`client.ts\`, a connection that cannot change a row and sees committed rows only.
- **Changing**: \`write(async (tx) => …)\` of \`write.ts\`, one transaction after the other; functions that change rows take its \`tx\`.
- **Migrating**: \`npm run db:generate\` writes the next file of \`migrations/\` after a change of tables; \`migrate.ts\` applies what is
  missing at start. \`audit_log\` and \`audit_checkpoints\` are never rebuilt: that would drop their triggers.`;

/** The whole text of db/README.md. */
export function readme(): string {
  const sections = domains.map(({ title, tables }) =>
    [`## ${title}`, diagramOf(tables.map(({ table }) => table)), ...tables.map(tableText)].join('\n\n'),
  );
  return `${[PREFACE, ...sections].join('\n\n')}\n`;
}
