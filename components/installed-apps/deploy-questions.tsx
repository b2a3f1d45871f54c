'use client';

import { useContext } from 'react';
import { FormContext } from '@/components/form/form-context';
import { Disclosure } from '@/components/ui/disclosure';
import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';
import { DeployField, type Question } from './deploy-field';
import { deployMessages as words } from './messages';

type Group = DeployFormView['form']['groups'][number];

type DeployQuestionsProps = {
  groups: readonly Group[];
  /** Present answers by key, as far as conditions need them. */
  answers: Readonly<Record<string, string>>;
  earlier: Readonly<Record<string, string>>;
  onGenerated: (key: string, generated: boolean) => void;
};

/** Every question of a definition in its groups; advanced ones are folded until one of them needs a correction. */
export function DeployQuestions({ groups, answers, earlier, onGenerated }: DeployQuestionsProps) {
  const { errors } = useContext(FormContext);
  const asked = groups.filter(({ id }) => id !== 'generated');
  const made = groups.find(({ id }) => id === 'generated')?.fields ?? [];
  const all = groups.flatMap(({ fields }) => fields);
  return (
    <>
      {asked.length === 0 && <p className="text-muted-foreground">{words.nothingToAsk}</p>}
      {asked.map((group) => {
        const shown = group.fields.filter((field) => isAsked(field, all, answers));
        if (shown.length === 0) return null;
        const questions = shown.map((field) => (
          <DeployField
            key={field.key}
            field={field}
            earlier={earlier[field.key]}
            onGenerated={(generated) => onGenerated(field.key, generated)}
          />
        ));
        if (group.advanced) {
          const wrong = shown.some(({ key }) => errors[`fields.${key}`]);
          return (
            <Disclosure key={group.id} summary={group.label || words.advanced} open={wrong || undefined}>
              <div className="flex flex-col gap-5">{questions}</div>
            </Disclosure>
          );
        }
        return group.label ? (
          <fieldset key={group.id} className="flex min-w-0 flex-col gap-5">
            <legend className="mb-3 font-medium text-muted-foreground text-table">{group.label}</legend>
            {questions}
          </fieldset>
        ) : (
          questions
        );
      })}
      {made.length > 0 && (
        <Disclosure summary={words.generated}>
          <p className="text-muted-foreground text-table">{words.generatedText}</p>
          <ul className="mt-2 list-disc pl-5 text-table">
            {made.map(({ key, label }) => (
              <li key={key}>{label}</li>
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  );
}

/** Whether every condition of a question holds; a question that is hidden itself answers with nothing. */
function isAsked(
  field: Question,
  all: readonly Question[],
  answers: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(field.showIf).every(([key, wanted]) => {
    const other = all.find((one) => one.key === key);
    // What is not asked here was answered before.
    const value = other
      ? isAsked(other, all, answers)
        ? (answers[key] ?? other.default ?? '')
        : ''
      : (answers[key] ?? '');
    return wanted.includes(value);
  });
}
