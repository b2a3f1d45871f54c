import { getTableName, is, SQL } from 'drizzle-orm';
import { getTableConfig, SQLiteAsyncDialect, SQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import { commonMeanings } from '@/db/meaning';
import type { Described } from './domains';

type Config = ReturnType<typeof getTableConfig>;

const dialect = new SQLiteAsyncDialect();

/** One table of README.md: what it is for, its columns, and the rules that span columns. */
export function tableText({ table, meaning }: Described): string {
  const words: Record<string, string | undefined> = { ...commonMeanings, ...meaning.columns };
  const config = getTableConfig(table);
  const rows = Object.entries(columnsOf(table)).map(([name, column]) =>
    cellsOf(column, config, words[name] ?? ''),
  );
  return [
    `### ${getTableName(table)}`,
    '',
    meaning.about,
    '',
    ...aligned([['column', 'type', 'null', 'default', 'key, reference', 'meaning'], ...rows]),
    ...rules(config),
  ].join('\n');
}

function columnsOf(table: SQLiteTable): Record<string, SQLiteColumn> {
  return Object.fromEntries(Object.entries(table).filter(([, value]) => is(value, SQLiteColumn)));
}

function cellsOf(column: SQLiteColumn, config: Config, meaning: string): string[] {
  const cells = [
    `\`${column.name}\``,
    typeOf(column),
    column.notNull ? '' : 'null',
    defaultOf(column),
    keysOf(column, config).join(', '),
    meaning,
  ];
  return cells.map((cell) => cell.replaceAll('|', '\\|'));
}

// As the formatter would do it: the page passes the same check as everything else.
function aligned(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, place) =>
    Math.max(...rows.map((cells) => cells[place]?.length ?? 0)),
  );
  const lines = rows.map(
    (cells) => `| ${cells.map((cell, place) => cell.padEnd(widths[place] ?? 0)).join(' | ')} |`,
  );
  return lines.toSpliced(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
}

function typeOf(column: SQLiteColumn): string {
  if (column.enumValues?.length) return column.enumValues.map((value) => `\`${value}\``).join(' ');
  if (column.dataType === 'custom') return 'JSON';
  if (column.dataType === 'boolean') return 'boolean';
  if (column.getSQLType() === 'text' && /(^timestamp|_at|_until|_after)$/.test(column.name)) return 'time';
  return column.getSQLType();
}

function defaultOf(column: SQLiteColumn): string {
  if (column.default === undefined) return '';
  return `\`${typeof column.default === 'string' ? column.default : JSON.stringify(column.default)}\``;
}

function keysOf(column: SQLiteColumn, config: Config): string[] {
  const composite = config.primaryKeys.some((key) => key.columns.includes(column));
  const parents = config.foreignKeys
    .filter((key) => key.reference().columns.includes(column))
    .map((key) => `→ ${getTableName(key.reference().foreignTable)} (${key.onDelete})`);
  return [column.primary || composite ? 'primary' : '', column.isUnique ? 'unique' : '', ...parents].filter(
    Boolean,
  );
}

function rules(config: Config): string[] {
  const lines = [
    ...config.uniqueConstraints.map((one) => `- unique (${one.columns.map(({ name }) => name).join(', ')})`),
    ...config.indexes.map(({ config: one }) => {
      const columns = one.columns.map((column) => (is(column, SQL) ? text(column) : column.name)).join(', ');
      return `- ${one.unique ? 'unique' : 'index'} (${columns})${one.where ? ` where \`${text(one.where)}\`` : ''}`;
    }),
    ...config.checks.filter((one) => !isClosedSet(one.value)).map((one) => `- check \`${text(one.value)}\``),
  ];
  return lines.length > 0 ? ['', ...lines] : [];
}

// Closed sets are shown as the type of their column.
function isClosedSet(condition: SQL): boolean {
  return /^"\w+" IN \(/.test(text(condition));
}

function text(condition: SQL): string {
  const { sql } = dialect.sqlToQuery(condition.inlineParams());
  return sql.replaceAll(/"\w+"\.(?=")/g, '').replaceAll(/\s+/g, ' ');
}
