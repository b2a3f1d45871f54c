import { getTableName } from 'drizzle-orm';
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';

/** A mermaid `erDiagram`: the tables with their key columns, and every reference that leaves them. */
export function diagramOf(tables: SQLiteTable[]): string {
  return ['```mermaid', 'erDiagram', ...tables.flatMap(entity), ...tables.flatMap(references), '```'].join(
    '\n',
  );
}

function entity(table: SQLiteTable): string[] {
  const { columns, foreignKeys, primaryKeys } = getTableConfig(table);
  const referring = new Set(foreignKeys.flatMap((key) => key.reference().columns.map(({ name }) => name)));
  const composite = new Set(primaryKeys.flatMap((key) => key.columns.map(({ name }) => name)));
  const lines = columns.flatMap((column) => {
    const keys = [
      column.primary || composite.has(column.name) ? 'PK' : '',
      referring.has(column.name) ? 'FK' : '',
      column.isUnique ? 'UK' : '',
    ].filter(Boolean);
    return keys.length > 0 ? [`    ${column.getSQLType()} ${column.name} ${keys.join(', ')}`] : [];
  });
  return [`  ${getTableName(table)} {`, ...lines, '  }'];
}

function references(table: SQLiteTable): string[] {
  return getTableConfig(table).foreignKeys.map((key) => {
    const { columns, foreignTable } = key.reference();
    const [column] = columns;
    const many = column?.isUnique || column?.primary ? 'o|' : 'o{';
    const parent = column?.notNull ? '||' : '|o';
    return `  ${getTableName(foreignTable)} ${parent}--${many} ${getTableName(table)} : "${column?.name}"`;
  });
}
